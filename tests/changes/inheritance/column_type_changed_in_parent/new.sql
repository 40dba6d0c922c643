create table public.parent (id integer not null, size bigint);
create table public.child (extra text) inherits (public.parent);
