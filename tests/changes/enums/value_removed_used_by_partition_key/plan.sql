-- PostgreSQL 15

-- transaction
alter type public.region rename to region__old;
alter table public.sales rename to sales__old;
alter table public.sales_north rename to sales_north__old;
alter table public.sales_south rename to sales_south__old;
create type public.region as enum ('north', 'south');
create table public.sales (
    region public.region not null,
    amount numeric
) partition by LIST (region);
create table public.sales_north partition of public.sales FOR VALUES IN ('north');
create table public.sales_south partition of public.sales FOR VALUES IN ('south');
-- depends_on_data
insert into public.sales (region, amount) overriding system value select region::text::public.region, amount from public.sales__old;
drop table public.sales_north__old;
drop table public.sales_south__old;
drop table public.sales__old;
-- breaks_clients
drop type public.region__old;
