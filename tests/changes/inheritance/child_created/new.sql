create table public.parent (id integer primary key, note text default 'n');
create table public.child (extra text) inherits (public.parent);
