create table public.items (id bigint primary key, code bigint not null);
create unique index items_code on public.items (code) include (id);
create index items_even on public.items (id) where code % 2 = 0;
