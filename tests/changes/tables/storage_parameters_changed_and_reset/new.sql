create table public.items (id integer primary key, body text) with (fillfactor = 85, parallel_workers = 4);
