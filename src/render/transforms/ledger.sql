-- What was taken and what ran, in a schema that is no part of what a project declares.
begin;
-- Of two that begin at once, one waits.
select pg_advisory_xact_lock(hashtext('pgspec'), hashtext('ledger'));
create schema if not exists pgspec;
create table if not exists pgspec.files (
    file_id bigint generated always as identity primary key,
    source text not null,
    name text not null,
    sha256 text not null,
    bytes bigint not null,
    rows bigint not null,
    accepted bigint not null,
    rejected bigint not null,
    outcome text not null,
    reason text,
    began_at timestamptz not null,
    ended_at timestamptz not null default clock_timestamp(),
    constraint files_outcome_check check (outcome in ('loaded', 'replaced', 'failed')),
    constraint files_every_row_counts check (rows = accepted + rejected),
    constraint files_reason_check check ((outcome = 'failed') = (reason is not null))
);
create unique index if not exists files_content_counts_once on pgspec.files (source, sha256)
where outcome = 'loaded';
-- A run stands for a time, and where rows belong to intervals for those from `from_time` on and before `to_time`.
create table if not exists pgspec.transform_runs (
    run_id bigint generated always as identity primary key,
    name text not null,
    at timestamptz not null,
    from_time timestamptz,
    to_time timestamptz,
    version text not null,
    outcome text not null,
    reason text,
    inserted bigint not null default 0,
    updated bigint not null default 0,
    deleted bigint not null default 0,
    attempt integer not null default 1,
    seen pg_snapshot not null default pg_current_snapshot(),
    began_at timestamptz not null,
    ended_at timestamptz not null default clock_timestamp(),
    constraint transform_runs_outcome_check check (outcome in ('done', 'failed')),
    constraint transform_runs_interval_check check (from_time < to_time),
    constraint transform_runs_reason_check check (outcome <> 'failed' or reason is not null)
);
create index if not exists transform_runs_by_name on pgspec.transform_runs (name, at);
create table if not exists pgspec.transform_expectations (
    run_id bigint not null references pgspec.transform_runs on delete cascade,
    name text not null,
    outcome text not null,
    failing bigint not null,
    kept jsonb not null default '[]',
    primary key (run_id, name),
    constraint transform_expectations_outcome_check check (outcome in ('met', 'warned', 'failed'))
);
commit;
