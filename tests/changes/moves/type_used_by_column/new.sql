create schema types;
create type types.mood as enum ('sad', 'ok');
create table public.people (id integer primary key, mood types.mood default 'ok');
