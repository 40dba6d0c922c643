create table public.items (id integer primary key, price numeric);
create function public.gross(price numeric, rate numeric default 1.2) returns numeric language sql immutable as 'select price * rate';
create view public.prices as select id, public.gross(price) as gross from public.items;
