create table public.items (id integer primary key, place integer);
create function public.next_place() returns integer language sql begin atomic select coalesce(max(place), 0) + 1 from public.items; end;
alter table public.items alter column place set default public.next_place();
