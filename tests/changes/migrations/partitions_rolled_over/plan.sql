-- PostgreSQL 15

-- transaction
alter table public.logs detach partition public.logs_2024;
drop index public.logs_level;
alter table public.logs drop constraint logs_level;
create schema archive;
alter table public.logs_2025 reset (autovacuum_enabled);
create table archive.logs_2024 (
    at date not null,
    level smallint not null,
    message text,
    constraint logs_level CHECK (((level >= 0) AND (level <= 5)))
);
alter table public.logs add column source text;
create table public.logs_2026 partition of public.logs FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') partition by LIST (level);
create table public.logs_2026_errors partition of public.logs_2026 FOR VALUES IN ('4', '5', '6', '7');
create table public.logs_2026_other partition of public.logs_2026 default;
create or replace view public.errors as
 SELECT logs.at,
    logs.message,
    logs.source
   FROM public.logs
  WHERE (logs.level >= 4);
CREATE INDEX logs_level ON public.logs USING btree (level, at);
with moved as (delete from public.logs_2024 where (at >= '2026-01-01' and at < '2027-01-01') returning *) insert into public.logs (at, level, message) overriding system value select at, level, message from moved;
-- deletes_data, breaks_clients
drop table public.logs_2024;

-- outside of a transaction
drop index concurrently public.logs_2025_message;

-- transaction
alter table public.logs add constraint logs_level CHECK (((level >= 0) AND (level <= 7))) NOT VALID;

-- transaction
-- depends_on_data
alter table public.logs validate constraint logs_level;
