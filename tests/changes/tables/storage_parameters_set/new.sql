create table public.items (id integer primary key, body text) with (fillfactor = 70, autovacuum_enabled = false, toast.autovacuum_vacuum_threshold = 500);
