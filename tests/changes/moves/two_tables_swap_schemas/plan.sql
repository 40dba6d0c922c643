-- PostgreSQL 15

-- transaction
alter table a.items drop constraint items_pkey;
alter table b.items drop constraint items_pkey;
-- deletes_data, breaks_clients
alter table a.items drop column id;
-- deletes_data, breaks_clients
alter table b.items drop column name;
-- depends_on_data
alter table a.items add column name text not null;
-- depends_on_data
alter table b.items add column id integer not null;

-- outside of a transaction
-- depends_on_data
create unique index concurrently items_pkey on a.items (name);

-- transaction
alter table a.items add constraint items_pkey primary key using index items_pkey;

-- outside of a transaction
-- depends_on_data
create unique index concurrently items_pkey on b.items (id);

-- transaction
alter table b.items add constraint items_pkey primary key using index items_pkey;
