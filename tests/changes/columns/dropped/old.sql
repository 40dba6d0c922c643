create table public.items (id integer primary key);
alter table public.items add column name text not null default 'n';
