create function public.clean(raw text) returns text language sql immutable as 'select trim(raw)';
create domain public.code as varchar(10) check (value = public.clean(value));
create table public.items (id integer primary key, raw public.code, shown text generated always as (public.clean(raw)) stored);
create index items_clean on public.items (public.clean(raw));
