create table public.items (id integer primary key, a integer, b integer, c integer generated always as (a + b) stored);
create statistics public.items_a_b (ndistinct) on a, b from public.items;
