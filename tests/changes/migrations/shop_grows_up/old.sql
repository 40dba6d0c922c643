create role chg_shop_app;
create role chg_shop_report;
create schema shop;
grant usage on schema shop to chg_shop_app, chg_shop_report;
create type shop.order_state as enum ('new', 'paid', 'sent');
create table shop.customers (id serial primary key, email text not null unique, name text);
create table shop.products (id serial primary key, title varchar(100) not null, price numeric(8, 2) not null check (price > 0), stock integer default 0);
create table shop.orders (
    id serial primary key,
    customer integer references shop.customers,
    state shop.order_state not null default 'new',
    created_at timestamp not null default now()
);
create table shop.lines (
    order_id integer not null references shop.orders on delete cascade,
    product integer not null references shop.products,
    count integer not null check (count > 0),
    primary key (order_id, product)
);
create index orders_customer on shop.orders (customer);
create view shop.open_orders as select id, customer, created_at from shop.orders where state <> 'sent';
create view shop.totals as
    select l.order_id, sum(l.count * p.price) as total from shop.lines l join shop.products p on p.id = l.product group by l.order_id;
create function shop.order_total(wanted integer) returns numeric language sql stable as 'select total from shop.totals where order_id = wanted';
grant select, insert, update on all tables in schema shop to chg_shop_app;
grant select on shop.totals to chg_shop_report;
