create text search configuration public.notes (copy = pg_catalog.simple);
create table public.notes (id integer primary key, body text, search tsvector generated always as (to_tsvector('public.notes', body)) stored);
