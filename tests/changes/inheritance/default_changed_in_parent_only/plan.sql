-- PostgreSQL 15

-- transaction
alter table only public.parent alter column kind set default 'b'::text;
