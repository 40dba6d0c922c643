create table public.sales (region text not null, amount numeric) partition by list (region);
create table public.sales_north partition of public.sales for values in ('north');
create table public.sales_other partition of public.sales default;
