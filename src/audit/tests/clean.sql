-- A database in which no rule finds anything, though it has all that they look at.
create role shop_owner;
create role clerks;
create role clerk_app login password 'secret' connection limit 10 valid until '2099-01-01';
alter role clerk_app set statement_timeout = '10s';
alter role clerk_app set search_path = shop;
grant clerks to clerk_app;

create schema shop authorization shop_owner;
grant usage on schema shop to clerks;
set role shop_owner;
alter default privileges revoke execute on functions from public;
alter default privileges in schema shop grant select on tables to clerks;

create table shop.customers (
    customer_id bigint generated always as identity primary key,
    email text not null,
    tenant_id int not null,
    email_verified boolean not null default false
);
alter table shop.customers enable row level security;
alter table shop.customers force row level security;
create policy of_tenant on shop.customers to clerks
    using (tenant_id = (select current_setting('app.tenant', true))::int)
    with check (tenant_id = (select nullif(current_setting('app.tenant', true), ''))::int);
create policy in_hours on shop.customers as restrictive to public
    using (extract(hour from now()) > 6) with check (extract(hour from now()) > 6);
create policy kept on shop.customers for delete to clerks using (email is not null and customer_id <> 0);
create view shop.customer_emails with (security_invoker = on) as select customer_id, email from shop.customers;
grant select, insert, update on shop.customers to clerks;

create table shop.orders (
    order_id bigserial,
    customer_id bigint not null references shop.customers,
    placed_on date not null,
    primary key (order_id, placed_on)
) partition by range (placed_on);
create index on shop.orders (customer_id);
create table shop.orders_2026 partition of shop.orders for values from ('2026-01-01') to ('2027-01-01');
alter table shop.orders enable row level security;
alter table shop.orders force row level security;
alter table shop.orders_2026 enable row level security;
alter table shop.orders_2026 force row level security;
create policy all_of_clerks on shop.orders to clerks
    using (exists (select from shop.customers c where c.customer_id = orders.customer_id))
    with check (exists (select from shop.customers c where c.customer_id = orders.customer_id));
grant select, insert on shop.orders to clerks;
grant usage on sequence shop.orders_order_id_seq to clerks;

create table shop.items (item_id int primary key, name text not null, parent_id int references shop.items);
create index on shop.items (parent_id, name);
create materialized view shop.item_names as select name from shop.items;
grant update (name), delete on shop.items to clerks;
create function shop.item_count() returns bigint language sql security definer
    set search_path = pg_catalog, pg_temp as 'select count(*) from shop.items';
create function shop.item_names() returns bigint language sql security definer set search_path = '' as 'select 1';
create function shop.now() returns bigint language sql security definer set search_path = pg_catalog as 'select 1';
create function shop.own_items() returns bigint language sql security definer
    set search_path = shop, pg_temp as 'select count(*) from items';
create table shop.hotels (hotel_id int primary key, product_name text, telemetry text[], phone_count int);
create function shop.keep() returns trigger language plpgsql as 'begin return new; end';
grant execute on function shop.item_count() to clerks;
reset role;
