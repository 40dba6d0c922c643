create table public.items (id integer primary key, price numeric);
create function public.a() returns numeric language sql begin atomic select sum(price) from public.items; end;
create function public.b() returns numeric language sql begin atomic select public.a() * 2; end;
