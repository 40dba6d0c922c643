create table public.sales (region text not null, amount numeric) partition by list (region);
create table public.sales_a partition of public.sales for values in ('north');
create table public.sales_b partition of public.sales for values in ('east', 'west');
