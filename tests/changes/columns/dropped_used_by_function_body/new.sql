create table public.items (id integer primary key);
create function public.total() returns numeric language sql begin atomic select 0.0; end;
