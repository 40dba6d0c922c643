create table public.parent (id integer not null);
create table public.child (extra text) inherits (public.parent);
