create table kept (id integer primary key);
create schema archive;
create table archive.invoices (id integer primary key, total numeric not null);
create view archive.totals as select sum(total) as total from archive.invoices;
create function archive.answer() returns integer language sql return 42;
