create table public.parent (id integer not null, kind text default 'a');
create table public.child () inherits (public.parent);
alter table only public.parent alter column kind set default 'b';
