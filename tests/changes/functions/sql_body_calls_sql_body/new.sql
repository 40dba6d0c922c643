create table public.items (id integer primary key, price numeric);
create function public.a(minimum numeric) returns numeric language sql begin atomic select sum(price) from public.items where price > minimum; end;
create function public.b() returns numeric language sql begin atomic select public.a(5) * 2; end;
