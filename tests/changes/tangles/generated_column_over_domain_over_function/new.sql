create function public.clean(raw text) returns varchar language sql immutable as 'select trim(raw)::varchar';
create domain public.code as varchar(20) check (value = public.clean(value));
create table public.items (id integer primary key, raw public.code, shown varchar generated always as (public.clean(raw)) stored);
create index items_clean on public.items (public.clean(raw));
