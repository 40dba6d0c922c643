create extension citext;
create table public.people (id integer primary key, email citext not null);
