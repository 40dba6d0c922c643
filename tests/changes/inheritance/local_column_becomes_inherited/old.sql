create table public.parent (id integer);
create table public.child (note text) inherits (public.parent);
