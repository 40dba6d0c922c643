create table public.items (id integer primary key);
create table public.parts (id integer primary key, item integer);
alter table public.parts add constraint parts_item foreign key (item) references public.items;
