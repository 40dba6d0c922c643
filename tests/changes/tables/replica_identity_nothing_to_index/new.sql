create table public.items (id integer primary key, code text not null);
create unique index items_code on public.items (code);
alter table public.items replica identity using index items_code;
