ALTER TABLE "task_attempts" ADD COLUMN "node" TEXT NULL;
