-- PostgreSQL 15

-- transaction
alter table public.sales detach partition public.sales_a;
-- depends_on_data
alter table public.sales attach partition public.sales_a FOR VALUES IN ('north');
