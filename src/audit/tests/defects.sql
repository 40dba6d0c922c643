-- One database in which every rule finds something; each line says which.
create role objects_owner;
create role readers;
create role makers createrole;                                            -- login_becomes_powerful, through alice
create role passers bypassrls;                                            -- login_becomes_powerful, through dave
create role alice login connection limit 5 valid until '2099-01-01' password 'a';
create role bob login superuser password 'b';                             -- login_superuser, and without limits
create role carol login createrole connection limit 5 valid until '2099-01-01';  -- login_createrole, _without_password
create role dave login bypassrls connection limit 5 valid until '2099-01-01' password 'd';
alter role carol set statement_timeout = '10s';
alter role dave set statement_timeout = '10s';
set password_encryption = md5;
create role erin login connection limit 5 valid until '2099-01-01' password 'e';  -- md5_password
alter role erin set statement_timeout = '10s';
grant makers to alice;
grant passers to dave;
grant pg_read_all_data, pg_execute_server_program, pg_read_server_files to alice;
create role bundle;
grant pg_write_all_data, pg_write_server_files to bundle;                 -- member_of_all_data, _of_server_programs
create role frank login replication connection limit 5 valid until '2099-01-01' password 'f';  -- login_replication
alter role frank set statement_timeout = '10s';
grant bundle to frank;                                                    -- both, through bundle
alter role alice set search_path = loose, pg_catalog;                     -- search_path_others_can_write
alter role dave set session_replication_role = replica;                   -- weak_setting

create schema s;
grant usage on schema s to alice, carol;
create schema loose;
do $$begin execute format('alter database %I set search_path = loose', current_database()); end$$;  -- search_path_others_can_write, of PUBLIC
alter role all set search_path = loose;                                   -- search_path_others_can_write
grant create on schema loose to public;                                   -- create_for_public
grant create on schema public to readers;                                 -- create_on_public_schema

create table s.members (id int primary key, email text, tenant_id int);   -- row_security_off
grant select on s.members to public;                                      -- grant_to_public
create table s.documents (
    id int primary key,
    member_id int references s.members,                                   -- foreign_key_without_index
    tenant_id int
);
alter table s.documents enable row level security;                        -- row_security_not_forced
create policy everything on s.documents for select using (true);          -- policy_always_true, policy_for_public
create policy nothing_said on s.documents for insert to readers;          -- policy_without_check
create policy by_setting on s.documents for update to readers             -- policy_setting_missing, _per_row
    using (tenant_id = current_setting('app.tenant')::int)
    with check (tenant_id = (select current_setting('app.tenant', true))::int);
create function s.agent() returns text stable language sql as $$select current_setting('app.agent')$$;
create policy by_function on s.documents as restrictive to readers        -- policy_setting_missing, _per_row
    using (s.agent() = 'x') with check ((select s.agent()) = 'x');
create policy same on s.documents for delete to readers using (id = id);  -- policy_always_true
create policy asked on s.documents for select to readers                  -- policy_always_true
    using (tenant_id = 7 or 2 > 1);
create policy of_key on s.documents for select to readers using (id is not null);  -- policy_always_true
create policy selected on s.documents for select to readers using ((select true)); -- policy_always_true
create policy all_or_null on s.documents for select to readers            -- policy_always_true
    using (tenant_id = tenant_id or tenant_id is null);
create policy told_false on s.documents as restrictive for select to readers  -- policy_setting_missing
    using (tenant_id = (select current_setting('app.tenant', false)::int));
create table s.narrow (id int primary key);
alter table s.narrow enable row level security;                           -- row_security_without_policy
alter table s.narrow force row level security;
create policy narrows on s.narrow as restrictive to readers using (id > 1) with check (id > 1);
create table s.humps (id int primary key, "mobileNo" text, "Email Address" text, emails text[]);  -- row_security_off
create table s.closed (id int primary key);
alter table s.closed enable row level security;                           -- row_security_without_policy
alter table s.closed force row level security;
create table s.notes (id int primary key, owner name);
create policy own on s.notes to readers using (owner = current_user) with check (owner = current_user);

create view s.all_documents as select * from s.documents;                 -- view_bypasses_row_security
create view s.again as select * from s.all_documents;                     -- and through another view
create view s.as_reader with (security_invoker = true) as select * from s.documents;
create materialized view s.kept as select id from s.documents;            -- materialized_view_bypasses_…
create table s.events (id int primary key, tenant_id int) partition by range (id);
alter table s.events enable row level security;
alter table s.events force row level security;
create policy of_tenant on s.events to readers using (tenant_id = 1) with check (tenant_id = 1);
create table s.events_1 partition of s.events for values from (1) to (10); -- partition_bypasses_row_security
create table s.drafts (primary key (id)) inherits (s.documents);          -- child_bypasses_row_security
create function s.count_documents() returns bigint language sql security definer  -- definer_bypasses_…, _without_search_path
    as 'select count(*) from s.documents';
create function s.counted() returns bigint language sql as 'select count(*) from s.documents';
create function s.counted_there() returns bigint language sql as 'select s.counted()';
create function s.count_by_another() returns bigint language sql security definer -- definer_bypasses_row_security
    set search_path = pg_catalog, pg_temp as 'select s.counted_there ()';
create function s.says_counted() returns text language sql security definer -- and not: it is named, and not called
    set search_path = pg_catalog, pg_temp as $$select 'see s.counted, which is not_counted_there()'$$;
revoke execute on function s.counted(), s.counted_there(), s.count_by_another(), s.says_counted() from public;
create function s.safe(a int) returns bool language plpgsql leakproof     -- leakproof_function
    as 'begin return true; end';
create function s.found_first() returns int language sql security definer -- definer_with_unsafe_search_path
    set search_path = loose, pg_catalog as 'select 1';
revoke execute on function s.found_first() from public;

create function s.temporary_first() returns int language sql security definer -- definer_with_unsafe_search_path
    set search_path = s as 'select 1';
revoke execute on function s.temporary_first() from public;

grant truncate, references on s.documents to readers;                     -- truncate_past_…, references_past_…
alter default privileges in schema s grant select on tables to public;    -- default_privileges_to_public
alter default privileges for role readers in schema s grant select on tables to alice;  -- default_privileges_without_create
alter default privileges in schema s grant insert on tables to alice with grant option;  -- grant_option
grant select on s.notes to alice with grant option;                       -- grant_option
grant select on s.closed to readers;                                      -- grant_without_schema_usage
create table s.log (number serial, line text, level int);                 -- table_without_primary_key
revoke all on s.log from public;
grant insert on s.log to alice;                                           -- insert_without_sequence
grant update on s.log to makers;                                          -- update_without_select
grant select, select (line) on s.log to carol;                            -- shadowed_grant
grant readers to carol;
grant readers to erin with admin option;                                   -- admin_option
grant select (id) on s.closed to makers;
grant readers to makers;                                                  -- redundant_grant
grant select on s.closed to carol;                                        -- redundant_grant
create table s.own (id int primary key);
revoke all on s.own from public;
alter table s.own owner to alice;                                         -- login_owns_objects
