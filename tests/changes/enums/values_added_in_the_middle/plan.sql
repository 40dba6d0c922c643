-- PostgreSQL 15

-- transaction
alter type public.level add value 'rather low' after 'low';
alter type public.level add value 'medium' after 'rather low';
alter type public.level add value 'rather high' after 'medium';
