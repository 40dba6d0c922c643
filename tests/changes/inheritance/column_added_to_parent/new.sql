create table public.parent (id integer not null, note text default 'none' not null);
create table public.child (extra text) inherits (public.parent);
create table public.grandchild (more text) inherits (public.child);
