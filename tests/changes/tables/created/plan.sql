-- PostgreSQL 15

-- transaction
create table public.items (
    id integer not null,
    name text not null,
    price numeric(10,2) default 0,
    constraint items_pkey PRIMARY KEY (id),
    constraint items_price_check CHECK ((price >= (0)::numeric))
);
