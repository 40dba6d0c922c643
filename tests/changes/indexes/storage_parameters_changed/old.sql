create table public.items (id integer primary key, name text, tags text[]);
create index items_name on public.items (name) with (fillfactor = 70);
create index items_tags on public.items using gin (tags) with (gin_pending_list_limit = 512);
