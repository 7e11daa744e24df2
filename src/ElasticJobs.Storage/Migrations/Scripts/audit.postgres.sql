CREATE TABLE audit (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    actor text COLLATE "C" NOT NULL,
    token uuid,
    project text COLLATE "C",
    act text COLLATE "C" NOT NULL,
    target text COLLATE "C",
    detail text COLLATE "C",
    CONSTRAINT pk_audit PRIMARY KEY (id)
);

CREATE INDEX ix_audit_at_id ON audit (at, id);

CREATE INDEX ix_audit_actor_at_id ON audit (actor, at, id);

CREATE INDEX ix_audit_project_at_id ON audit (project, at, id);
