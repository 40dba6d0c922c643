create table public.items (id integer primary key, name text);
create function public.norm(name text) returns text language sql immutable return lower(name);
create index items_norm on public.items (public.norm(name));
