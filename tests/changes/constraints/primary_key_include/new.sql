create table public.items (id integer, name text, primary key (id) include (name) with (fillfactor = 80));
