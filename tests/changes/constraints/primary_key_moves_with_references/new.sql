create table public.items (id integer unique, code text not null primary key);
create table public.parts (id integer primary key, item integer references public.items (id));
