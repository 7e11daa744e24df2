CREATE TABLE deployments (
    name text COLLATE "C" NOT NULL,
    project text COLLATE "C" NOT NULL,
    document text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    generation bigint NOT NULL,
    is_stopped boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    updated_by text COLLATE "C" NOT NULL,
    CONSTRAINT pk_deployments PRIMARY KEY (name)
);

CREATE INDEX ix_deployments_project_name ON deployments (project, name);

CREATE TABLE service_tokens (
    service text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    hash text COLLATE "C" NOT NULL,
    secret text COLLATE "C" NOT NULL,
    created_at timestamp with time zone NOT NULL,
    created_by text COLLATE "C" NOT NULL,
    CONSTRAINT pk_service_tokens PRIMARY KEY (service, name),
    CONSTRAINT fk_service_tokens_deployments_service FOREIGN KEY (service) REFERENCES deployments (name) ON DELETE CASCADE
);

CREATE UNIQUE INDEX ix_service_tokens_hash ON service_tokens (hash);
