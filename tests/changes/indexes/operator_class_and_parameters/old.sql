create table public.items (id integer primary key, name text, vector tsvector);
create index items_name on public.items (name);
create index items_vector on public.items using gist (vector);
