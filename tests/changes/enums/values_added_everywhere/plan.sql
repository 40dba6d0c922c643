-- PostgreSQL 15

-- transaction
alter type public.step add value 'a' before 'b';
alter type public.step add value 'c' after 'b';
alter type public.step add value 'e' after 'd';
