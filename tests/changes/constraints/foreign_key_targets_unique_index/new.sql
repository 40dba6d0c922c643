create table public.items (id integer primary key, code text not null);
create table public.parts (id integer primary key, code text);
create unique index items_code on public.items (code);
alter table public.parts add constraint parts_code foreign key (code) references public.items (code);
