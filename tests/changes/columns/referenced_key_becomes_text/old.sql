create table public.items (id integer primary key);
create table public.parts (id integer primary key, item integer references public.items);
