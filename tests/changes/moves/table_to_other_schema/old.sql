create schema app;
create table public.items (id serial primary key, name text unique);
create index items_lower on public.items (lower(name));
