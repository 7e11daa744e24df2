CREATE TABLE queue_streams (
    id uuid NOT NULL,
    queue text COLLATE "C" NOT NULL,
    kind text NOT NULL,
    CONSTRAINT pk_queue_streams PRIMARY KEY (id)
);

CREATE UNIQUE INDEX ix_queue_streams_queue_kind ON queue_streams (queue, kind);

CREATE TABLE queue_frames (
    stream uuid NOT NULL,
    index bigint NOT NULL,
    request_id text COLLATE "C" NOT NULL,
    priority integer NOT NULL,
    tenant text COLLATE "C" NOT NULL,
    tags text COLLATE "C",
    data bytea NOT NULL,
    put_at timestamp with time zone NOT NULL,
    not_before timestamp with time zone,
    deliveries integer NOT NULL,
    epoch bigint NOT NULL,
    holder text COLLATE "C",
    outcome text,
    ended_at timestamp with time zone,
    reason text COLLATE "C",
    CONSTRAINT pk_queue_frames PRIMARY KEY (stream, index),
    CONSTRAINT fk_queue_frames_queue_streams_stream FOREIGN KEY (stream) REFERENCES queue_streams (id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX ix_queue_frames_stream_request_id ON queue_frames (stream, request_id);

CREATE INDEX ix_queue_frames_open ON queue_frames (stream, index) WHERE outcome IS NULL;

CREATE INDEX ix_queue_frames_ended ON queue_frames (stream, ended_at) WHERE outcome IS NOT NULL;
