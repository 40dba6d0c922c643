create table public.items (id integer primary key, price numeric);
create function public.gross(price numeric) returns numeric language sql immutable as 'select price * 1.2';
create view public.prices as select id, public.gross(price) as gross from public.items;
