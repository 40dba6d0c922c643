create schema if not exists pgspec;

comment on schema pgspec is
    'What pgspec ran here: its own records, and no part of what a project declares.';

create table if not exists pgspec.runs (
    run_id bigint generated always as identity primary key,
    kind text not null check (kind in ('plan', 'migration')),
    key text not null,
    name text not null,
    begun_at timestamp with time zone not null default pg_catalog.clock_timestamp(),
    begun_by text not null default session_user,
    ended_at timestamp with time zone,
    outcome text check (outcome in ('done', 'abandoned')),
    check ((ended_at is null) = (outcome is null))
);

comment on table pgspec.runs is
    'Plans and migrations that were begun; without an end, they are half done.';
comment on column pgspec.runs.key is
    'Of a plan its fingerprint, of a migration its number: what a later run recognises it by.';

create unique index if not exists runs_half_done on pgspec.runs (kind, key) where ended_at is null;

create table if not exists pgspec.batches (
    run_id bigint not null references pgspec.runs on delete cascade,
    batch integer not null,
    sha256 text not null,
    begun_at timestamp with time zone not null default pg_catalog.clock_timestamp(),
    begun_by text not null default session_user,
    ended_at timestamp with time zone,
    primary key (run_id, batch)
);

comment on table pgspec.batches is
    'Transactions of a run that were committed, and steps outside of transactions that were begun.';
comment on column pgspec.batches.sha256 is 'Of the statements, so that what was run is known again.';
