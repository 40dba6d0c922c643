-- PostgreSQL 15

-- transaction
drop trigger touch on public.items;
