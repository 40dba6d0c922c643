create table public.items (id integer primary key, a text, b text);
create index items_a on public.items (a, b);
