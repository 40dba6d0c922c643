-- PostgreSQL 15

-- transaction
alter type public."цвет" add value 'зелёный' after 'красный';

-- transaction
-- depends_on_data, breaks_clients
alter table public."Größe" alter column "prénom" type character varying(80);
alter table public."Größe" add column "🙂" integer default 1;
