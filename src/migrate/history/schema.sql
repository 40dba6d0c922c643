create table if not exists pgspec.migrations (
    version integer not null,
    name text not null,
    sha256 text not null,
    how text not null check (how in ('run', 'baseline', 'adopted', 'squash')),
    applied_at timestamp with time zone not null default pg_catalog.clock_timestamp(),
    applied_by text not null default session_user,
    replaced_at timestamp with time zone
);

comment on table pgspec.migrations is
    'The file of every migration in refinery''s history, so that a change of it is noticed.';
comment on column pgspec.migrations.how is
    'Whether it was run, or recorded as a baseline, for a history that was there, or for older files.';
comment on column pgspec.migrations.replaced_at is
    'When a newer file took its place; it is no part of the history any more.';

create unique index if not exists migrations_version
    on pgspec.migrations (version) where replaced_at is null;
