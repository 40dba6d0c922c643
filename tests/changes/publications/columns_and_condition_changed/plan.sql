-- PostgreSQL 15

-- transaction
alter publication feed drop table public.items;
alter publication feed add table public.items (id, size) where (((id > 100) AND (id < 1000)));
