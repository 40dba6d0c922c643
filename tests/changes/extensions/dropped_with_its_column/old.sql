create table public.people (id integer primary key);
create extension citext;
alter table public.people add column email citext unique;
