create table public.items (id integer primary key, price integer);
create materialized view public.prices as select id, price from public.items;
create unique index prices_id on public.prices (id);
comment on materialized view public.prices is 'Kept.';
