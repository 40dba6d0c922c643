create schema billing;
create type billing.state as enum ('open', 'paid');
create table billing.invoices (id integer primary key, state billing.state not null default 'open');
create index invoices_state on billing.invoices (state);
