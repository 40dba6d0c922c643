create table public.colours (id integer primary key);
create table public.cars (id integer primary key, colour integer references public.colours);
