create schema types;
create type public.mood as enum ('sad', 'ok');
create table public.people (id integer primary key, mood public.mood default 'ok');
