ALTER TABLE queue_frames ADD COLUMN payload text COLLATE "C";
