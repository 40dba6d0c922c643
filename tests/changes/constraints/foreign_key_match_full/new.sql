create table public.items (a integer, b integer, primary key (a, b));
create table public.parts (a integer, b integer);
alter table public.parts add constraint parts_item foreign key (a, b) references public.items match full;
