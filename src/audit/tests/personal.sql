-- Personal data that flows: by a copy, by an expression, through two views, into a copy that is kept.
create role staff;
create role auditors;
create role callers;
create schema crm;
grant usage on schema crm to staff, auditors, callers;
create table crm.people (id int primary key, email text, height int);
create view crm.contacts as select id, email from crm.people;
create view crm.handles as select id, upper(email) as handle from crm.people;
create view crm.again as select handle from crm.handles;
create view crm.heights as select id, height from crm.people;
create view crm.own with (security_invoker = true) as select email from crm.people;
create materialized view crm.kept as select email from crm.contacts;
create function crm.email_of(who int) returns text language sql security definer
    set search_path = pg_catalog, pg_temp as 'select email from crm.people where id = who';
revoke execute on function crm.email_of(int) from public;
grant select on crm.people to staff;
grant select on crm.contacts, crm.again, crm.heights, crm.own, crm.kept to auditors;
grant execute on function crm.email_of(int) to callers;
