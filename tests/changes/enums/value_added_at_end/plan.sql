-- PostgreSQL 15

-- transaction
alter type public.mood add value 'happy' after 'ok';
