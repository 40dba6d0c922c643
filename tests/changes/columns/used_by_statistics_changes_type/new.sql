create table public.items (id integer primary key, a bigint, b integer);
create statistics public.items_a_b (ndistinct, dependencies) on a, b from public.items;
