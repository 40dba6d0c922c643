create table public.items (id integer primary key, code text not null);
alter table public.items replica identity nothing;
