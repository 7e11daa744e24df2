ALTER TABLE leadership ADD COLUMN address text COLLATE "C";
