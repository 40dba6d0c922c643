-- PostgreSQL 15

-- transaction
create schema billing;
create type billing.state as enum ('open', 'paid');
create table billing.invoices (
    id integer not null,
    state billing.state default 'open'::billing.state not null,
    constraint invoices_pkey PRIMARY KEY (id)
);
CREATE INDEX invoices_state ON billing.invoices USING btree (state);
