create table public.items (id integer primary key, state text);
create index items_open on public.items (id) where state = 'open';
