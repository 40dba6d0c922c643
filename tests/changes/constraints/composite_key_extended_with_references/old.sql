create table public.items (tenant integer not null, id integer not null, primary key (id));
create table public.parts (tenant integer not null, item integer not null references public.items);
