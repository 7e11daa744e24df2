ALTER TABLE "debug_sessions" ADD COLUMN "manifest" TEXT NULL;
