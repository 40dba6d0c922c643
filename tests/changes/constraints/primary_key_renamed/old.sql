create table public.items (id integer constraint items_pkey primary key);
create table public.parts (item integer references public.items);
