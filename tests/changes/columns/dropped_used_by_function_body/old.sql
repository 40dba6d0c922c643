create table public.items (id integer primary key, price numeric);
create function public.total() returns numeric language sql begin atomic select sum(price) from public.items; end;
