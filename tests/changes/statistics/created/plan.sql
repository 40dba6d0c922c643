-- PostgreSQL 15

-- transaction
CREATE STATISTICS public.items_all ON a, b, c FROM public.items;
