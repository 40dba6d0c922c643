-- PostgreSQL 15

-- transaction
-- breaks_clients
drop view archive.totals;
-- deletes_data, breaks_clients
drop table archive.invoices;
-- breaks_clients
drop function archive.answer();
-- breaks_clients
drop schema archive;
