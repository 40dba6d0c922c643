create table public.items (id integer primary key, place bigint);
create function public.next_place() returns bigint language sql begin atomic select coalesce(max(place), 0) + 10 from public.items; end;
alter table public.items alter column place set default public.next_place();
