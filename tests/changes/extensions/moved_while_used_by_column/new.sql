create schema extensions;
create extension citext schema extensions;
create table public.people (id integer primary key, email extensions.citext not null);
