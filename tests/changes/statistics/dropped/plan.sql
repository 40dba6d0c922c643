-- PostgreSQL 15

-- transaction
drop statistics public.items_a_b;
