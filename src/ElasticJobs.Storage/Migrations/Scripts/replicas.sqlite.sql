CREATE TABLE "leadership" (
    "name" TEXT NOT NULL CONSTRAINT "pk_leadership" PRIMARY KEY,
    "epoch" INTEGER NOT NULL,
    "holder" TEXT NOT NULL,
    "since" INTEGER NOT NULL
);

CREATE TABLE "run_orders" (
    "run_id" BLOB NOT NULL CONSTRAINT "pk_run_orders" PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "ordered_at" INTEGER NOT NULL,
    "is_answered" INTEGER NOT NULL,
    "refusal_kind" TEXT NULL,
    "refusal_code" TEXT NULL,
    "refusal_message" TEXT NULL,
    "refusal_fix" TEXT NULL
);
