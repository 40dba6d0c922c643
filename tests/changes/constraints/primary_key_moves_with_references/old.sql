create table public.items (id integer primary key, code text not null unique);
create table public.parts (id integer primary key, item integer references public.items (id));
