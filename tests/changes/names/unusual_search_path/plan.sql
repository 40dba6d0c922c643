-- PostgreSQL 15

-- transaction
create table first.items (
    id integer not null,
    constraint items_pkey PRIMARY KEY (id)
);
alter table second.items add column name text;
create or replace view second.names as
 SELECT items.id,
    items.name
   FROM second.items;
