create table public.items (id integer primary key, a integer check (a > 0), b integer, unique (a, b));
create index items_a on public.items (a);
create index items_b_if_a on public.items (b) where a is not null;
