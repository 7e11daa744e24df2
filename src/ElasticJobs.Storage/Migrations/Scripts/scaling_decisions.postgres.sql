CREATE TABLE scaling_decisions (
    service text COLLATE "C" NOT NULL,
    at timestamp with time zone NOT NULL,
    entry text COLLATE "C" NOT NULL,
    CONSTRAINT pk_scaling_decisions PRIMARY KEY (service, at),
    CONSTRAINT fk_scaling_decisions_deployments_service FOREIGN KEY (service) REFERENCES deployments (name) ON DELETE CASCADE
);

CREATE INDEX ix_scaling_decisions_at ON scaling_decisions (at);
