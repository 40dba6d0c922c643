create table public.parent (id integer not null, note text);
create table public.child (extra text) inherits (public.parent);
