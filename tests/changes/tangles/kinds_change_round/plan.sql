-- PostgreSQL 15

-- transaction
-- breaks_clients
drop materialized view public.d;
-- breaks_clients
drop view public.c;
-- deletes_data, breaks_clients
drop table public.b;
-- breaks_clients
drop sequence public.e;
-- breaks_clients
drop type public.a;
create type public.e as enum ('x');
create sequence public.d;
create table public.a (
    e integer
);
-- breaks_clients
create view public.b as
 SELECT a.e
   FROM public.a;
-- breaks_clients
create materialized view public.c as
 SELECT b.e
   FROM public.b;
