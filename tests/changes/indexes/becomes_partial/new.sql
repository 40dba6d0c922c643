create table public.items (id integer primary key, name text, deleted boolean);
create index items_name on public.items (name) where not deleted;
