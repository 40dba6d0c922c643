create table public.items (id integer primary key, price integer);
create function public.total() returns bigint language sql begin atomic select sum(price) from public.items; end;
