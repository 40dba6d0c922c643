create table public.items (id integer primary key, code integer not null);
create unique index items_code on public.items (code) include (id);
create index items_even on public.items (id) where code % 2 = 0;
