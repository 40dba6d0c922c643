-- PostgreSQL 15

-- transaction
create table public.sales_other partition of public.sales default;
