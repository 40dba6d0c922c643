create table public.items (id bigint primary key);
create table public.parts (id integer primary key, item bigint not null references public.items on delete cascade);
