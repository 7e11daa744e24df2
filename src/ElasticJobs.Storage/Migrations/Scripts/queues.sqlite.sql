CREATE TABLE "queue_streams" (
    "id" BLOB NOT NULL CONSTRAINT "pk_queue_streams" PRIMARY KEY,
    "queue" TEXT NOT NULL,
    "kind" TEXT NOT NULL
);

CREATE UNIQUE INDEX "ix_queue_streams_queue_kind" ON "queue_streams" ("queue", "kind");

CREATE TABLE "queue_frames" (
    "stream" BLOB NOT NULL,
    "index" INTEGER NOT NULL,
    "request_id" TEXT NOT NULL,
    "priority" INTEGER NOT NULL,
    "tenant" TEXT NOT NULL,
    "tags" TEXT NULL,
    "data" BLOB NOT NULL,
    "put_at" INTEGER NOT NULL,
    "not_before" INTEGER NULL,
    "deliveries" INTEGER NOT NULL,
    "epoch" INTEGER NOT NULL,
    "holder" TEXT NULL,
    "outcome" TEXT NULL,
    "ended_at" INTEGER NULL,
    "reason" TEXT NULL,
    CONSTRAINT "pk_queue_frames" PRIMARY KEY ("stream", "index"),
    CONSTRAINT "fk_queue_frames_queue_streams_stream" FOREIGN KEY ("stream") REFERENCES "queue_streams" ("id") ON DELETE CASCADE
);

CREATE UNIQUE INDEX "ix_queue_frames_stream_request_id" ON "queue_frames" ("stream", "request_id");

CREATE INDEX "ix_queue_frames_open" ON "queue_frames" ("stream", "index") WHERE outcome IS NULL;

CREATE INDEX "ix_queue_frames_ended" ON "queue_frames" ("stream", "ended_at") WHERE outcome IS NOT NULL;
