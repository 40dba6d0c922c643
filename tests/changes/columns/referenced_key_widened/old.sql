create table public.items (id integer primary key);
create table public.parts (id integer primary key, item integer not null references public.items on delete cascade);
