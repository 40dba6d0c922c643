-- PostgreSQL 15

-- transaction
-- deletes_data, breaks_clients
drop table draft.pages;
-- breaks_clients
drop schema draft;
create schema site;
create table site.pages (
    id integer not null,
    constraint pages_pkey PRIMARY KEY (id)
);
