-- PostgreSQL 15

-- transaction
alter table public.sales disable trigger stamp;
alter table public.sales_2025_1 enable replica trigger stamp;
alter table public.sales_2025_2 enable always trigger stamp;
