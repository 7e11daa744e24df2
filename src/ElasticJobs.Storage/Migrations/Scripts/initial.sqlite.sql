CREATE TABLE "api_tokens" (
    "id" BLOB NOT NULL CONSTRAINT "pk_api_tokens" PRIMARY KEY,
    "name" TEXT NOT NULL,
    "project" TEXT NULL,
    "role" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL,
    "expires_at" INTEGER NULL,
    "revoked_at" INTEGER NULL,
    "last_used_at" INTEGER NULL
);

CREATE TABLE "data_protection_keys" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_data_protection_keys" PRIMARY KEY AUTOINCREMENT,
    "friendly_name" TEXT NULL,
    "xml" TEXT NULL
);

CREATE TABLE "debug_sessions" (
    "id" BLOB NOT NULL CONSTRAINT "pk_debug_sessions" PRIMARY KEY,
    "project" TEXT NOT NULL,
    "pipeline" TEXT NOT NULL,
    "task" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL,
    "expires_at" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "command" TEXT NOT NULL,
    "source_run" BLOB NULL,
    "end_reason" TEXT NULL
);

CREATE TABLE "pipeline_drafts" (
    "project" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "document" TEXT NOT NULL,
    "base_revision" INTEGER NOT NULL,
    "saved_at" INTEGER NOT NULL,
    CONSTRAINT "pk_pipeline_drafts" PRIMARY KEY ("project", "name", "author")
);

CREATE TABLE "pipelines" (
    "project" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "latest" INTEGER NOT NULL,
    "search_text" TEXT NOT NULL,
    "deleted_at" INTEGER NULL,
    CONSTRAINT "pk_pipelines" PRIMARY KEY ("project", "name")
);

CREATE TABLE "projects" (
    "name" TEXT NOT NULL CONSTRAINT "pk_projects" PRIMARY KEY,
    "description" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL
);

CREATE TABLE "runs" (
    "id" BLOB NOT NULL CONSTRAINT "pk_runs" PRIMARY KEY,
    "project" TEXT NOT NULL,
    "pipeline" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "trigger" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "parameters" TEXT NOT NULL,
    "execution_date" INTEGER NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL,
    "started_at" INTEGER NULL,
    "finished_at" INTEGER NULL,
    "stop_request" TEXT NOT NULL,
    "stop_requested_by" TEXT NULL,
    "reason" TEXT NULL,
    "source_run" BLOB NULL,
    "only_tasks" TEXT NULL,
    "seed_outputs" TEXT NULL,
    "draft_document" TEXT NULL,
    "version" INTEGER NOT NULL
);

CREATE TABLE "users" (
    "id" BLOB NOT NULL CONSTRAINT "pk_users" PRIMARY KEY,
    "display_name" TEXT NOT NULL,
    "is_admin" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "culture" TEXT NULL,
    "user_name" TEXT NULL,
    "normalized_user_name" TEXT NULL,
    "email" TEXT NULL,
    "normalized_email" TEXT NULL,
    "email_confirmed" INTEGER NOT NULL,
    "password_hash" TEXT NULL,
    "security_stamp" TEXT NULL,
    "concurrency_stamp" TEXT NULL,
    "phone_number" TEXT NULL,
    "phone_number_confirmed" INTEGER NOT NULL,
    "two_factor_enabled" INTEGER NOT NULL,
    "lockout_end" INTEGER NULL,
    "lockout_enabled" INTEGER NOT NULL,
    "access_failed_count" INTEGER NOT NULL
);

CREATE TABLE "pipeline_revisions" (
    "project" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "document" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL,
    CONSTRAINT "pk_pipeline_revisions" PRIMARY KEY ("project", "name", "number"),
    CONSTRAINT "fk_pipeline_revisions_pipelines_project_name" FOREIGN KEY ("project", "name") REFERENCES "pipelines" ("project", "name") ON DELETE CASCADE
);

CREATE TABLE "project_members" (
    "project" TEXT NOT NULL,
    "user_name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    CONSTRAINT "pk_project_members" PRIMARY KEY ("project", "user_name"),
    CONSTRAINT "fk_project_members_projects_project" FOREIGN KEY ("project") REFERENCES "projects" ("name") ON DELETE CASCADE
);

CREATE TABLE "samples" (
    "run_id" BLOB NOT NULL,
    "task" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "sampled_at" INTEGER NOT NULL,
    "cpu" REAL NOT NULL,
    "memory" INTEGER NOT NULL,
    "disk_read" REAL NULL,
    "disk_write" REAL NULL,
    "processes" INTEGER NULL,
    CONSTRAINT "pk_samples" PRIMARY KEY ("run_id", "task", "attempt", "sampled_at"),
    CONSTRAINT "fk_samples_runs_run_id" FOREIGN KEY ("run_id") REFERENCES "runs" ("id") ON DELETE CASCADE
);

CREATE TABLE "state_changes" (
    "sequence" INTEGER NOT NULL CONSTRAINT "pk_state_changes" PRIMARY KEY AUTOINCREMENT,
    "run_id" BLOB NOT NULL,
    "task" TEXT NULL,
    "attempt" INTEGER NULL,
    "from_state" TEXT NOT NULL,
    "to_state" TEXT NOT NULL,
    "changed_at" INTEGER NOT NULL,
    "cause" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    CONSTRAINT "fk_state_changes_runs_run_id" FOREIGN KEY ("run_id") REFERENCES "runs" ("id") ON DELETE CASCADE
);

CREATE TABLE "task_attempts" (
    "run_id" BLOB NOT NULL,
    "task" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "pod_name" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL,
    "started_at" INTEGER NULL,
    "finished_at" INTEGER NULL,
    "exit_code" INTEGER NULL,
    "reason" TEXT NULL,
    "stop_cause" TEXT NULL,
    "manifest" TEXT NOT NULL,
    "peak_cpu" REAL NULL,
    "mean_cpu" REAL NULL,
    "peak_memory" INTEGER NULL,
    "mean_memory" INTEGER NULL,
    "outputs" TEXT NULL,
    CONSTRAINT "pk_task_attempts" PRIMARY KEY ("run_id", "task", "number"),
    CONSTRAINT "fk_task_attempts_runs_run_id" FOREIGN KEY ("run_id") REFERENCES "runs" ("id") ON DELETE CASCADE
);

CREATE TABLE "task_runs" (
    "run_id" BLOB NOT NULL,
    "task" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "tries" INTEGER NOT NULL,
    "started_at" INTEGER NULL,
    "finished_at" INTEGER NULL,
    "not_before" INTEGER NULL,
    "reason" TEXT NULL,
    "exit_code" INTEGER NULL,
    "outputs" TEXT NULL,
    CONSTRAINT "pk_task_runs" PRIMARY KEY ("run_id", "task"),
    CONSTRAINT "fk_task_runs_runs_run_id" FOREIGN KEY ("run_id") REFERENCES "runs" ("id") ON DELETE CASCADE
);

CREATE TABLE "user_claims" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_user_claims" PRIMARY KEY AUTOINCREMENT,
    "user_id" BLOB NOT NULL,
    "claim_type" TEXT NULL,
    "claim_value" TEXT NULL,
    CONSTRAINT "fk_user_claims_users_user_id" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE
);

CREATE TABLE "user_logins" (
    "login_provider" TEXT NOT NULL,
    "provider_key" TEXT NOT NULL,
    "provider_display_name" TEXT NULL,
    "user_id" BLOB NOT NULL,
    CONSTRAINT "pk_user_logins" PRIMARY KEY ("login_provider", "provider_key"),
    CONSTRAINT "fk_user_logins_users_user_id" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE
);

CREATE TABLE "user_tokens" (
    "user_id" BLOB NOT NULL,
    "login_provider" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "value" TEXT NULL,
    CONSTRAINT "pk_user_tokens" PRIMARY KEY ("user_id", "login_provider", "name"),
    CONSTRAINT "fk_user_tokens_users_user_id" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE
);

CREATE UNIQUE INDEX "ix_api_tokens_hash" ON "api_tokens" ("hash");

CREATE INDEX "ix_debug_sessions_project_pipeline" ON "debug_sessions" ("project", "pipeline");

CREATE INDEX "ix_runs_project_created_at_id" ON "runs" ("project", "created_at", "id");

CREATE INDEX "ix_runs_project_pipeline_created_at_id" ON "runs" ("project", "pipeline", "created_at", "id");

CREATE INDEX "ix_runs_project_state_created_at_id" ON "runs" ("project", "state", "created_at", "id");

CREATE INDEX "ix_runs_unfinished" ON "runs" ("id") WHERE state IN ('Queued', 'Running');

CREATE INDEX "ix_samples_sampled_at" ON "samples" ("sampled_at");

CREATE INDEX "ix_state_changes_run_id_sequence" ON "state_changes" ("run_id", "sequence");

CREATE INDEX "ix_user_claims_user_id" ON "user_claims" ("user_id");

CREATE INDEX "ix_user_logins_user_id" ON "user_logins" ("user_id");

CREATE INDEX "ix_users_normalized_email" ON "users" ("normalized_email");

CREATE UNIQUE INDEX "ix_users_normalized_user_name" ON "users" ("normalized_user_name");
