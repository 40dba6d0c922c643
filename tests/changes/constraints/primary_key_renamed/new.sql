create table public.items (id integer constraint pk_items primary key);
create table public.parts (item integer references public.items);
