create table public.parent (id integer not null, size integer);
create table public.child (extra text) inherits (public.parent);
