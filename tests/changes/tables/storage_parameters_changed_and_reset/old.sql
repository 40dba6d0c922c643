create table public.items (id integer primary key, body text) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05, toast_tuple_target = 1024);
