-- PostgreSQL 15

-- transaction
drop statistics public.items_a_b;
CREATE STATISTICS stats.items_a_b ON a, b FROM public.items;
alter statistics stats.items_a_b owner to chg_statistics_owner;
