create text search configuration public.notes (copy = pg_catalog.english);
create table public.notes (id integer primary key, body text);
create index notes_body on public.notes using gin (to_tsvector('public.notes', body));
