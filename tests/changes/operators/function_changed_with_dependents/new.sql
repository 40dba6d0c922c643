create table public.items (id integer primary key, n integer);
create function public.close_to(a integer, b integer) returns boolean language sql immutable as 'select abs(a - b) < 5';
create operator public.=~ (function = public.close_to, leftarg = integer, rightarg = integer);
create view public.near_ten as select id from public.items where n operator(public.=~) 10;
create index items_near on public.items (id) where n operator(public.=~) 10;
