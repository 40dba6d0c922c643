-- PostgreSQL 15

-- transaction
alter table public.items enable trigger a;
alter table public.items enable replica trigger b;
alter table public.items enable always trigger c;
