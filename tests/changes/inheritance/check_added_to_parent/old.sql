create table public.parent (id integer not null);
create table public.child () inherits (public.parent);
