create table public.parent (id integer);
create table public.child (note text) inherits (public.parent);
create table public.grandchild () inherits (public.child);
