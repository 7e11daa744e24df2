ALTER TABLE projects ADD COLUMN place text COLLATE "C";
ALTER TABLE projects ADD COLUMN state text COLLATE "C";
ALTER TABLE projects ADD COLUMN version bigint NOT NULL DEFAULT 0;
