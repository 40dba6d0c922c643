-- PostgreSQL 15

-- transaction
alter table public.sales detach partition public.sales_a;
alter table public.sales detach partition public.sales_b;
-- depends_on_data
alter table public.sales attach partition public.sales_a FOR VALUES IN ('north');
-- depends_on_data
alter table public.sales attach partition public.sales_b FOR VALUES IN ('east', 'west');
