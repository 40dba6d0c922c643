create table public.a (e integer);
create view public.b as select e from public.a;
create materialized view public.c as select e from public.b;
create sequence public.d;
create type public.e as enum ('x');
