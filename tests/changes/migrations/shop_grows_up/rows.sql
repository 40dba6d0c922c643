insert into shop.customers (email, name) values ('a@example.org', 'A'), ('b@example.org', 'B');
insert into shop.products (title, price, stock) values ('Pen', 1.50, 10), ('Ink', 3.00, 5);
insert into shop.orders (customer, state) values (1, 'paid'), (2, 'sent');
insert into shop.lines values (1, 1, 2), (1, 2, 1), (2, 1, 5);
