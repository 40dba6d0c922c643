-- PostgreSQL 15

-- transaction
-- breaks_clients
drop event trigger no_tables;
create table public.items (
    id integer not null,
    constraint items_pkey PRIMARY KEY (id)
);
