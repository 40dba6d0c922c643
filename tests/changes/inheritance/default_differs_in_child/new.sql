create table public.parent (id integer not null, kind text default 'parent');
create table public.child () inherits (public.parent);
alter table public.child alter column kind set default 'child';
