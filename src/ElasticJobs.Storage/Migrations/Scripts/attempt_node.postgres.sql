ALTER TABLE task_attempts ADD COLUMN node text COLLATE "C";
