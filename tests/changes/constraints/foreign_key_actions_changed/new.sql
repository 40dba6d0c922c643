create table public.items (id integer primary key);
create table public.parts (id integer primary key, item integer default 1);
alter table public.parts add constraint parts_item foreign key (item) references public.items on delete set default on update cascade;
