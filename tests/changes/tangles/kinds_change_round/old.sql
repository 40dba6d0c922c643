create type public.a as enum ('x');
create table public.b (a public.a);
create view public.c as select a from public.b;
create materialized view public.d as select a from public.c;
create sequence public.e;
