create table public.named (name text);
create table public.dated (at date);
create table public.events (id integer) inherits (public.named);
