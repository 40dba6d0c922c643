create table public.parent (id integer not null, constraint parent_id check (id > 0));
create table public.child () inherits (public.parent);
