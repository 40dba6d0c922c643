insert into shop.customers (email) values ('a@example.org');

grant select on shop.orders to support;
