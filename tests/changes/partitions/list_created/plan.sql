-- PostgreSQL 15

-- transaction
create table public.sales (
    region text not null,
    amount numeric
) partition by LIST (region);
create table public.sales_north partition of public.sales FOR VALUES IN ('north', 'arctic');
create table public.sales_other partition of public.sales default;
create table public.sales_unknown partition of public.sales FOR VALUES IN (NULL);
