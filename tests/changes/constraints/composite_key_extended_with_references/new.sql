create table public.items (tenant integer not null, id integer not null, primary key (tenant, id));
create table public.parts (tenant integer not null, item integer not null, foreign key (tenant, item) references public.items);
