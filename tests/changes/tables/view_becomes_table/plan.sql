-- PostgreSQL 15

-- transaction
-- breaks_clients
drop view public.stock;
create table public.stock (
    id integer not null,
    count integer,
    constraint stock_pkey PRIMARY KEY (id)
);
