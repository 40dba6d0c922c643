create table public.items (id integer primary key, name text);
create function public.norm(name text, fold boolean) returns text language sql immutable return case when fold then lower(name) else name end;
create index items_norm on public.items (public.norm(name, true));
