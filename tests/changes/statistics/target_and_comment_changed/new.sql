create table public.items (id integer primary key, a integer, b integer);
create statistics public.items_a_b on a, b from public.items;
alter statistics public.items_a_b set statistics 500;
comment on statistics public.items_a_b is 'They go together.';
