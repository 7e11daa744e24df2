ALTER TABLE "queue_frames" ADD COLUMN "payload" TEXT NULL;
