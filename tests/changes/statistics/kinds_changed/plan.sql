-- PostgreSQL 15

-- transaction
drop statistics public.items_a_b;
CREATE STATISTICS public.items_a_b (dependencies, mcv) ON a, b FROM public.items;
