-- A service with tenants: row security, history, exclusion, generated columns, several schemas that
-- need each other, roles that are granted more by the year.
create extension btree_gist;
create extension citext;
create extension pgcrypto;
create role tenants_owner nologin;
create role tenants_app login noinherit;
create role tenants_support login valid until '2030-01-01 00:00:00+00';
create role tenants_report;
create role tenants_admin createrole in role tenants_app, tenants_support;
grant tenants_report to tenants_support with admin option;
grant pg_read_all_settings to tenants_admin;
alter role tenants_app set row_security = on;
alter role tenants_app set search_path = '$user', app, "Billing";
alter database :database set timezone to 'Asia/Singapore';
alter database :database set default_statistics_target = 200;
comment on database :database is 'Tenants, what they pay, what they do; 100% of it.';

create schema app authorization tenants_owner;
create schema "Billing" authorization tenants_owner;
create schema audit;
comment on schema audit is 'Who did what.
Nobody changes what is here.';
set role tenants_owner;

create type app.plan as enum ('free', 'team', 'enterprise');
create type app.address as (street text, city text collate "C", "zip code" character varying(10), position point);
comment on type app.address is 'Where somebody is.';
create type app.office_hours as range (subtype = time);
create domain app.slug as citext check (value ~ '^[a-z0-9-]{3,40}$') check (value <> 'admin');
comment on domain app.slug is 'Name in URLs.';
create domain app.positive as numeric(14,2) default 0 not null constraint positive check (value >= 0);
alter domain app.positive add constraint not_huge check (value < 1e9) not valid;
comment on constraint not_huge on domain app.positive is 'For now.';
create sequence app.ticket_numbers increment by 10 start with 1000 minvalue 1000 maxvalue 999999 cache 5 cycle;
comment on sequence app.ticket_numbers is 'Numbers that customers see.';

create function app.current_tenant() returns bigint language sql stable parallel safe
    return nullif(current_setting('app.tenant', true), '')::bigint;
create function app.touch() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    new.changed_at := now();
    return new;
end;
$$;
comment on function app.touch() is 'Dates a change.';

create table app.tenants (
    tenant_id bigint generated always as identity (start with 100 minvalue 100) primary key,
    slug app.slug not null unique,
    name text not null check (length(name) between 1 and 200),
    plan app.plan not null default 'free',
    address app.address,
    hours app.office_hours,
    settings jsonb not null default '{}' check (jsonb_typeof(settings) = 'object'),
    created_at timestamptz not null default now(),
    changed_at timestamptz not null default now(),
    closed_at timestamptz,
    is_open boolean generated always as (closed_at is null) stored,
    search tsvector generated always as (to_tsvector('simple', name)) stored,
    constraint closed_after_created check (closed_at is null or closed_at >= created_at)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
comment on table app.tenants is 'Somebody who pays: "us", ''them'', or \ nobody.';
comment on column app.tenants.slug is 'Unique in the world.';
comment on constraint closed_after_created on app.tenants is 'Time goes on.';
create index tenants_search on app.tenants using gin (search) with (fastupdate = off);
create index tenants_settings on app.tenants using gin (settings jsonb_path_ops);
create index tenants_recent on app.tenants (created_at desc nulls last) include (name) where closed_at is null and plan <> 'free';
create unique index tenants_name_key on app.tenants (lower(name), plan) where closed_at is null;
comment on index app.tenants_recent is 'Front page.';
cluster app.tenants using tenants_pkey;
alter table app.tenants alter plan set (n_distinct = 3), alter settings set compression pglz;
create statistics app.tenants_plan (ndistinct, dependencies, mcv) on plan, is_open from app.tenants;
alter statistics app.tenants_plan set statistics 500;
comment on statistics app.tenants_plan is 'They go together.';

create table app.users (
    tenant_id bigint not null references app.tenants on delete cascade,
    user_id uuid not null default gen_random_uuid(),
    email citext not null,
    display_name text not null default '',
    password_hash text not null,
    roles text[] not null default '{member}'::text[] check (roles <@ '{member,admin,owner}'::text[]),
    manager_id uuid,
    last_seen inet,
    changed_at timestamptz not null default current_timestamp,
    primary key (tenant_id, user_id) include (email),
    constraint users_email unique nulls not distinct (tenant_id, email) deferrable initially deferred,
    constraint users_manager foreign key (tenant_id, manager_id) references app.users (tenant_id, user_id)
        match simple on delete set null (manager_id) not valid
);
comment on column app.users.password_hash is 'bcrypt; see crypt()';
comment on constraint users_email on app.users is 'One account each.';
alter table app.users enable row level security, force row level security;
create policy own_tenant on app.users using (tenant_id = app.current_tenant()) with check (tenant_id = app.current_tenant());
create policy support_reads on app.users for select to tenants_support using (true);
create policy never_owners on app.users as restrictive for delete to tenants_app, tenants_support
    using (not ('owner' = any (roles)));
comment on policy never_owners on app.users is 'An owner stays.';
create policy deny_all on app.users for update to tenants_report;
create trigger users_touch before update on app.users for each row
    when (old.* is distinct from new.*) execute function app.touch();
create trigger users_no_truncate before truncate on app.users execute function app.touch();

create table app.rooms (room_id serial primary key, tenant_id bigint not null references app.tenants, name varchar(40) not null, unique (tenant_id, name));
create table app.bookings (
    booking_id bigint generated by default as identity (sequence name app.booking_numbers),
    room_id integer not null references app.rooms on update cascade,
    during tstzrange not null check (not isempty(during)),
    booked_by uuid,
    seats smallint not null default 1 check (seats > 0),
    constraint bookings_pkey primary key (booking_id) with (fillfactor = 90),
    constraint bookings_overlap exclude using gist (room_id with =, during with &&) where (seats > 0)
);
comment on constraint bookings_overlap on app.bookings is 'One at a time.';
alter table app.bookings replica identity full;

create table "Billing"."Invoices" (
    "Id" uuid default gen_random_uuid() not null constraint "PK_Invoices" primary key,
    "TenantId" bigint not null constraint "FK_Invoices_Tenants" references app.tenants (tenant_id),
    "Number" bigint not null default nextval('app.ticket_numbers'),
    "Net" app.positive, "Tax" app.positive,
    "Gross" numeric(15,2) generated always as ("Net"::numeric + "Tax"::numeric) stored,
    "State" varchar(12) not null default 'draft'
        constraint "CK_State" check ("State" in ('draft', 'sent', 'paid', 'void')),
    "Due" date default (current_date + 30),
    "order" integer, "Line""Quote" text default 'it''s "x"',
    constraint "CK_Due" check ("State" = 'draft' or "Due" is not null) no inherit
);
create index "IX_Invoices_TenantId" on "Billing"."Invoices" ("TenantId", "Due" desc);
create unique index on "Billing"."Invoices" ("Number") where "State" <> 'void';
create table "Billing"."CreditNotes" (reason text not null, primary key ("Id")) inherits ("Billing"."Invoices");
alter table "Billing"."CreditNotes" alter "State" set default 'sent';
create view "Billing".open with (security_barrier) as
    select "Id", "TenantId" as tenant, "Gross" from "Billing"."Invoices" where "State" in ('sent', 'paid')
    with local check option;
alter view "Billing".open alter tenant set default 1;
comment on column "Billing".open.tenant is 'Whose.';
create function "Billing".insert_open() returns trigger language plpgsql security definer
    set search_path = '' set work_mem = '8MB' as $function$
begin
    insert into "Billing"."Invoices" ("TenantId") values (new.tenant);
    return new;
end $function$;
create trigger open_insert instead of insert on "Billing".open for each row execute function "Billing".insert_open();

create function app.tenant_name(tenant bigint) returns text language sql stable begin atomic
    select t.name from app.tenants t where t.tenant_id = tenant;
end;
create function app.tenant_name(tenant app.slug) returns text language sql stable as 'select name from app.tenants where slug = tenant';
create procedure app.close_tenant(in tenant bigint, inout closed timestamptz default null) language plpgsql as $$
begin
  update app.tenants set closed_at = coalesce(closed, now()) where tenant_id = tenant returning closed_at into closed;
end
$$;
create function app.users_of(tenant bigint, variadic wanted text[] default '{}') returns table (id uuid, "E-mail" citext)
    language sql rows 10 as $$
select user_id, email from app.users where tenant_id = tenant and roles && wanted
$$;
reset role;

create table audit.log (
    log_id bigint generated always as identity, at timestamptz not null default clock_timestamp(),
    tenant_id bigint, who name not null default current_user, what text not null, before jsonb, after jsonb
) partition by range (at);
create index log_tenant on audit.log (tenant_id, at);
create table audit.log_2025 partition of audit.log for values from ('2025-01-01') to ('2026-01-01') partition by hash (log_id);
create table audit.log_2025_0 partition of audit.log_2025 for values with (modulus 2, remainder 0) with (autovacuum_enabled = off);
create table audit.log_2025_1 partition of audit.log_2025 for values with (modulus 2, remainder 1);
create table audit.log_rest partition of audit.log default;
alter table audit.log_rest enable row level security;
create policy mine on audit.log_rest to tenants_support using (who = current_user);
alter table audit.log_rest alter what set default 'unknown', add constraint rest_check check (what <> '');
create index log_rest_who on audit.log_rest (who);
create function audit.write() returns trigger language plpgsql security definer as $$
begin
    insert into audit.log (what, before, after)
    select tg_op, to_jsonb(o), to_jsonb(n) from removed o full join added n using (tenant_id);
    return null;
end;
$$;
alter function audit.write() owner to tenants_owner;
create trigger tenants_audit after update on app.tenants referencing old table as removed new table as added
    for each statement execute function audit.write();
create constraint trigger tenants_late after insert or update of plan on app.tenants deferrable initially deferred
    for each row when (new.plan = 'free') execute function app.touch();
alter table app.tenants disable trigger tenants_late;
alter table app.tenants enable replica trigger tenants_audit;
create publication tenants_changes for table app.tenants (tenant_id, slug), app.users where (tenant_id > 100);
create cast (app.plan as integer) with inout as assignment;
create function audit.no_drop() returns event_trigger language plpgsql as $$ begin raise 'no'; end $$;
create event trigger no_drop on sql_drop when tag in ('DROP TABLE') execute function audit.no_drop();
alter event trigger no_drop disable;

revoke connect, temporary on database :database from public;
grant connect on database :database to tenants_app, tenants_support;
grant usage on schema app, "Billing" to tenants_app;
grant usage on schema app to tenants_support, tenants_report;
grant all on all tables in schema app to tenants_app;
revoke truncate on app.tenants from tenants_app;
grant select on all tables in schema app to tenants_support with grant option;
grant select (tenant_id, name, plan), update (plan) on app.tenants to tenants_report;
grant select on app.rooms, app.bookings to tenants_report;
grant select on "Billing".open to public;
grant usage on sequence app.ticket_numbers to tenants_app;
grant usage on all sequences in schema app to tenants_support;
revoke execute on all functions in schema app from public;
grant execute on all functions in schema app to tenants_app;
grant execute on procedure app.close_tenant(bigint, timestamptz) to tenants_support;
revoke usage on type app.plan from public;
grant usage on type app.plan to tenants_app;
grant select on pg_catalog.pg_authid to tenants_admin;
grant execute on function pg_catalog.pg_ls_dir(text) to tenants_admin;
grant insert on audit.log to tenants_app;
grant set on parameter log_min_duration_statement to tenants_support;
alter default privileges for role tenants_owner in schema app grant select on tables to tenants_support;
alter default privileges for role tenants_owner revoke execute on functions from public;
alter default privileges for role tenants_owner grant execute on functions to tenants_app;
alter default privileges in schema audit grant insert on tables to tenants_app with grant option;
alter default privileges revoke usage on types from public;
