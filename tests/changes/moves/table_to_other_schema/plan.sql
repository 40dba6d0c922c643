-- PostgreSQL 15

-- transaction
-- deletes_data, breaks_clients
drop table public.items;
create sequence app.items_id_seq as integer;
create table app.items (
    id integer default nextval('app.items_id_seq'::regclass) not null,
    name text,
    constraint items_name_key UNIQUE (name),
    constraint items_pkey PRIMARY KEY (id)
);
CREATE INDEX items_lower ON app.items USING btree (lower(name));
alter sequence app.items_id_seq owned by app.items.id;
