-- Which files were taken, in a schema that is no part of what a project declares.
begin;
-- Of two that begin at once, one waits.
select pg_advisory_xact_lock(hashtext('pgspec'), hashtext('files'));
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
commit;
