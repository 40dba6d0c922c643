create table public.items (id integer primary key, a integer, b integer);
create statistics public.items_a_b (dependencies, mcv) on a, b from public.items;
