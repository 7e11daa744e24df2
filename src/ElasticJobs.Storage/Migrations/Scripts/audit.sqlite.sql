CREATE TABLE "audit" (
    "id" BLOB NOT NULL CONSTRAINT "pk_audit" PRIMARY KEY,
    "at" INTEGER NOT NULL,
    "actor" TEXT NOT NULL,
    "token" BLOB NULL,
    "project" TEXT NULL,
    "act" TEXT NOT NULL,
    "target" TEXT NULL,
    "detail" TEXT NULL
);

CREATE INDEX "ix_audit_at_id" ON "audit" ("at", "id");

CREATE INDEX "ix_audit_actor_at_id" ON "audit" ("actor", "at", "id");

CREATE INDEX "ix_audit_project_at_id" ON "audit" ("project", "at", "id");
