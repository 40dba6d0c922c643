create table public.items (tenant integer, id integer, primary key (tenant, id));
create table public.parts (tenant integer not null, item integer);
alter table public.parts add constraint parts_item foreign key (tenant, item) references public.items on delete set null;
