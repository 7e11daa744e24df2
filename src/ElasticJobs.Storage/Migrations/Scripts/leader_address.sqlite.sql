ALTER TABLE "leadership" ADD COLUMN "address" TEXT NULL;
