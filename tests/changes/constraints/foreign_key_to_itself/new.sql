create table public.nodes (id integer primary key, parent integer references public.nodes on delete cascade);
