create table public.items (id integer primary key, a integer, b integer, c text);
