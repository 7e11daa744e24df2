ALTER TABLE samples ADD COLUMN gpu double precision, ADD COLUMN gpu_memory bigint;
