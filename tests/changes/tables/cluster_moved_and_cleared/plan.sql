-- PostgreSQL 15

-- transaction
alter table public.a cluster on a_code;
alter table public.b set without cluster;
