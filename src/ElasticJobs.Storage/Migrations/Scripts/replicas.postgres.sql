CREATE TABLE leadership (
    name text COLLATE "C" NOT NULL,
    epoch bigint NOT NULL,
    holder text COLLATE "C" NOT NULL,
    since timestamp with time zone NOT NULL,
    CONSTRAINT pk_leadership PRIMARY KEY (name)
);

CREATE TABLE run_orders (
    run_id uuid NOT NULL,
    kind text NOT NULL,
    actor text COLLATE "C" NOT NULL,
    ordered_at timestamp with time zone NOT NULL,
    is_answered boolean NOT NULL,
    refusal_kind text,
    refusal_code text COLLATE "C",
    refusal_message text COLLATE "C",
    refusal_fix text COLLATE "C",
    CONSTRAINT pk_run_orders PRIMARY KEY (run_id)
);
