create function public.add(a integer, b integer) returns integer language sql immutable as 'select $1 + $2';
create table public.items (id integer primary key, total integer default public.add(1, 2), check (public.add(id, 1) > 0));
create view public.sums as select public.add(id, 1) as sum from public.items;
create index items_sum on public.items (public.add(id, 5));
