create table public.items (id integer primary key);
alter table public.items add column count integer not null default 0;
