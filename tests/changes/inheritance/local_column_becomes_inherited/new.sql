create table public.parent (id integer, note text);
create table public.child () inherits (public.parent);
