create table public.items (id integer primary key, price numeric, total numeric generated always as (price * 3) stored);
create index items_total on public.items (total);
create view public.totals as select total from public.items;
