-- PostgreSQL 15

-- transaction
alter type public.level add value 'none' before 'low';
