-- PostgreSQL 15

-- transaction
create type app.text as (value text);
CREATE OR REPLACE FUNCTION app.now()
 RETURNS timestamp with time zone
 LANGUAGE sql
AS $function$select pg_catalog.now()$function$;
create table app.uses (
    t app.text,
    at timestamp with time zone default app.now(),
    at2 timestamp with time zone default now()
);
-- depends_on_data, breaks_clients
alter table app.pg_class alter column oid type bigint, alter column relname type name using relname::name;
