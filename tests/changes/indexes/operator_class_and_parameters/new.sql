create table public.items (id integer primary key, name text, vector tsvector);
create index items_name on public.items (name text_pattern_ops);
create index items_vector on public.items using gist (vector tsvector_ops (siglen = 100));
