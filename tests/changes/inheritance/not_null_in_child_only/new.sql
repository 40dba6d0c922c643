create table public.parent (id integer, kind text);
create table public.child () inherits (public.parent);
alter table public.child alter column kind set not null;
