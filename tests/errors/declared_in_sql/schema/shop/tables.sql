create table invoices (invoice_id bigint primary key);
