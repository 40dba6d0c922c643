create table public.parent (id integer not null, kind text default 'a');
create table public.child () inherits (public.parent);
