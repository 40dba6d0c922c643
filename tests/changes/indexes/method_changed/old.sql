create table public.items (id integer primary key, code text, at timestamptz, tags text[], place point);
create index items_code on public.items (code);
create index items_at on public.items (at);
create index items_tags on public.items (tags);
create index items_place on public.items using gist (place);
