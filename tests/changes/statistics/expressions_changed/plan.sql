-- PostgreSQL 15

-- transaction
drop statistics public.items_names;
CREATE STATISTICS public.items_names ON a, lower(name), (a % 10) FROM public.items;
