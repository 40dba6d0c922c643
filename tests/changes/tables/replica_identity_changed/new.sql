create table public.items (id integer primary key, code text not null unique);
alter table public.items replica identity full;
