ALTER TABLE debug_sessions ADD COLUMN manifest text COLLATE "C";
