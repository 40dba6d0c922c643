create table public.parent (id integer, kind text);
create table public.child () inherits (public.parent);
