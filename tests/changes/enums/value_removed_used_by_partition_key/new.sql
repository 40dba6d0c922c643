create type public.region as enum ('north', 'south');
create table public.sales (region public.region not null, amount numeric) partition by list (region);
create table public.sales_north partition of public.sales for values in ('north');
create table public.sales_south partition of public.sales for values in ('south');
