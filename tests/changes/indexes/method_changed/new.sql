create table public.items (id integer primary key, code text, at timestamptz, tags text[], place point);
create index items_code on public.items using hash (code);
create index items_at on public.items using brin (at) with (pages_per_range = 16, autosummarize = on);
create index items_tags on public.items using gin (tags) with (fastupdate = off);
create index items_place on public.items using spgist (place);
