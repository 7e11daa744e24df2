CREATE TABLE "deployments" (
    "name" TEXT NOT NULL CONSTRAINT "pk_deployments" PRIMARY KEY,
    "project" TEXT NOT NULL,
    "document" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "generation" INTEGER NOT NULL,
    "is_stopped" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    "updated_by" TEXT NOT NULL
);

CREATE INDEX "ix_deployments_project_name" ON "deployments" ("project", "name");

CREATE TABLE "service_tokens" (
    "service" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "secret" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL,
    "created_by" TEXT NOT NULL,
    CONSTRAINT "pk_service_tokens" PRIMARY KEY ("service", "name"),
    CONSTRAINT "fk_service_tokens_deployments_service" FOREIGN KEY ("service") REFERENCES "deployments" ("name") ON DELETE CASCADE
);

CREATE UNIQUE INDEX "ix_service_tokens_hash" ON "service_tokens" ("hash");
