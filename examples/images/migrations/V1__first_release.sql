-- V1__first_release.sql
-- from: migrations ./migrations, SHA-256 a906a9d14b16544cb57b39d12f07019eedcf5678b04bbdff06eff66c6a71eb8f
-- to: project ., SHA-256 8e3a54a60732257d7d168db3463b4d3fa0dfb289ae35926fe1bc4d971701f3fc
-- postgres: 15
-- pgspec: allow widens_access

-- step: create role analysts
set local statement_timeout = '1min';
do $$
begin
    if not exists (select from pg_catalog.pg_roles where rolname = 'analysts') then
        create role analysts;
    elsif exists (
        select from pg_catalog.pg_roles
        where rolname = 'analysts'
          and (rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls)
    ) then
        alter role analysts with nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
    end if;
end
$$;

-- step: alter role analysts
alter role analysts with inherit nologin
    connection limit -1;

-- step: comment role analysts
comment on role analysts is 'Ask questions about what is kept. Change nothing, and do not learn whose images they are or where their bytes lie.';

-- step: create role analysts_bi
do $$
begin
    if not exists (select from pg_catalog.pg_roles where rolname = 'analysts_bi') then
        create role analysts_bi;
    elsif exists (
        select from pg_catalog.pg_roles
        where rolname = 'analysts_bi'
          and (rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls)
    ) then
        alter role analysts_bi with nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
    end if;
end
$$;

-- step: alter role analysts_bi
alter role analysts_bi with inherit login
    connection limit 10;

-- step: comment role analysts_bi
comment on role analysts_bi is 'The analysts'' reporting tool.';

-- step: create role counter
do $$
begin
    if not exists (select from pg_catalog.pg_roles where rolname = 'counter') then
        create role counter;
    elsif exists (
        select from pg_catalog.pg_roles
        where rolname = 'counter'
          and (rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls)
    ) then
        alter role counter with nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
    end if;
end
$$;

-- step: alter role counter
alter role counter with inherit nologin
    connection limit -1;

-- step: comment role counter
comment on role counter is 'Counts the images of a day. Nobody logs in as it; the scheduler becomes it.';

-- step: create role processing
do $$
begin
    if not exists (select from pg_catalog.pg_roles where rolname = 'processing') then
        create role processing;
    elsif exists (
        select from pg_catalog.pg_roles
        where rolname = 'processing'
          and (rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls)
    ) then
        alter role processing with nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
    end if;
end
$$;

-- step: alter role processing
alter role processing with inherit nologin
    connection limit -1;

-- step: comment role processing
comment on role processing is 'Looks into images and records what it found. Does not learn whose they are.';

-- step: create role processing_app
do $$
begin
    if not exists (select from pg_catalog.pg_roles where rolname = 'processing_app') then
        create role processing_app;
    elsif exists (
        select from pg_catalog.pg_roles
        where rolname = 'processing_app'
          and (rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls)
    ) then
        alter role processing_app with nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
    end if;
end
$$;

-- step: alter role processing_app
alter role processing_app with inherit login
    connection limit 40;

-- step: comment role processing_app
comment on role processing_app is 'The workers that look into images.';

-- step: create role purger
do $$
begin
    if not exists (select from pg_catalog.pg_roles where rolname = 'purger') then
        create role purger;
    elsif exists (
        select from pg_catalog.pg_roles
        where rolname = 'purger'
          and (rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls)
    ) then
        alter role purger with nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
    end if;
end
$$;

-- step: alter role purger
alter role purger with inherit nologin
    connection limit -1;

-- step: comment role purger
comment on role purger is 'Deletes what is older than seven days. Nobody logs in as it; the scheduler becomes it.';

-- step: create role stream_ingest_app
do $$
begin
    if not exists (select from pg_catalog.pg_roles where rolname = 'stream_ingest_app') then
        create role stream_ingest_app;
    elsif exists (
        select from pg_catalog.pg_roles
        where rolname = 'stream_ingest_app'
          and (rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls)
    ) then
        alter role stream_ingest_app with nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
    end if;
end
$$;

-- step: alter role stream_ingest_app
alter role stream_ingest_app with inherit login
    connection limit 20;

-- step: comment role stream_ingest_app
comment on role stream_ingest_app is 'What takes images from the stream.';

-- step: create role upload
do $$
begin
    if not exists (select from pg_catalog.pg_roles where rolname = 'upload') then
        create role upload;
    elsif exists (
        select from pg_catalog.pg_roles
        where rolname = 'upload'
          and (rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls)
    ) then
        alter role upload with nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
    end if;
end
$$;

-- step: alter role upload
alter role upload with inherit nologin
    connection limit -1;

-- step: comment role upload
comment on role upload is 'Records that an image was uploaded. Cannot read who uploaded what, nor say when it was.';

-- step: create role upload_api_app
do $$
begin
    if not exists (select from pg_catalog.pg_roles where rolname = 'upload_api_app') then
        create role upload_api_app;
    elsif exists (
        select from pg_catalog.pg_roles
        where rolname = 'upload_api_app'
          and (rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls)
    ) then
        alter role upload_api_app with nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
    end if;
end
$$;

-- step: alter role upload_api_app
alter role upload_api_app with inherit login
    connection limit 40;

-- step: comment role upload_api_app
comment on role upload_api_app is 'The upload application.';

-- step: grant membership of analysts_bi in analysts
grant analysts to analysts_bi;

-- step: grant membership of processing_app in processing
grant processing to processing_app;

-- step: grant membership of stream_ingest_app in upload
grant upload to stream_ingest_app;

-- step: grant membership of upload_api_app in upload
grant upload to upload_api_app;

-- step: alter setting default_transaction_read_only of role analysts_bi
alter role analysts_bi set default_transaction_read_only = 'on';

-- step: alter setting statement_timeout of role analysts_bi
alter role analysts_bi set statement_timeout = '60s';

-- step: alter setting idle_in_transaction_session_timeout of role processing_app
alter role processing_app set idle_in_transaction_session_timeout = '30s';

-- step: alter setting lock_timeout of role processing_app
alter role processing_app set lock_timeout = '5s';

-- step: alter setting statement_timeout of role processing_app
alter role processing_app set statement_timeout = '15s';

-- step: alter setting idle_in_transaction_session_timeout of role stream_ingest_app
alter role stream_ingest_app set idle_in_transaction_session_timeout = '10s';

-- step: alter setting lock_timeout of role stream_ingest_app
alter role stream_ingest_app set lock_timeout = '2s';

-- step: alter setting statement_timeout of role stream_ingest_app
alter role stream_ingest_app set statement_timeout = '5s';

-- step: alter setting idle_in_transaction_session_timeout of role upload_api_app
alter role upload_api_app set idle_in_transaction_session_timeout = '10s';

-- step: alter setting lock_timeout of role upload_api_app
alter role upload_api_app set lock_timeout = '2s';

-- step: alter setting statement_timeout of role upload_api_app
alter role upload_api_app set statement_timeout = '5s';

-- step: revoke the database
-- hazard: narrows_access: everybody loses temporary, connect on the database
do $$ begin execute format('revoke temporary, connect on database %1$I from public', current_database(), current_user); end $$;

-- step: grant the database
-- hazard: widens_access: `analysts` gains connect on the database
do $$ begin execute format('grant connect on database %1$I to analysts', current_database(), current_user); end $$;

-- step: grant the database
-- hazard: widens_access: `counter` gains connect on the database
do $$ begin execute format('grant connect on database %1$I to counter', current_database(), current_user); end $$;

-- step: grant the database
-- hazard: widens_access: `processing` gains connect on the database
do $$ begin execute format('grant connect on database %1$I to processing', current_database(), current_user); end $$;

-- step: grant the database
-- hazard: widens_access: `purger` gains connect on the database
do $$ begin execute format('grant connect on database %1$I to purger', current_database(), current_user); end $$;

-- step: grant the database
-- hazard: widens_access: `upload` gains connect on the database
do $$ begin execute format('grant connect on database %1$I to upload', current_database(), current_user); end $$;

-- step: revoke schema public
-- hazard: narrows_access: everybody loses usage on `schema public`
revoke usage on schema public from public;

-- step: create schema archive
create schema archive;

-- step: grant schema archive
grant usage on schema archive to analysts;

-- step: grant schema archive
grant usage on schema archive to counter;

-- step: grant schema archive
grant usage on schema archive to processing;

-- step: grant schema archive
grant usage on schema archive to purger;

-- step: grant schema archive
grant usage on schema archive to upload;

-- step: comment schema archive
comment on schema archive is 'Images of the last seven days, and what was found in them.';

-- step: create schema reports
create schema reports;

-- step: grant schema reports
grant usage on schema reports to analysts;

-- step: grant schema reports
grant usage on schema reports to counter;

-- step: comment schema reports
comment on schema reports is 'Counts by day.';

-- step: create type archive.source
create type archive.source as enum ('api', 'stream');

-- step: revoke type archive.source
revoke usage on type archive.source from public;

-- step: create table archive.images
create table archive.images (
    image_id uuid default gen_random_uuid() not null,
    ring integer default ((((now() AT TIME ZONE 'UTC'::text))::date - '2000-01-01'::date) % 8) not null,
    uploaded_at timestamp with time zone default now() not null,
    source archive.source not null,
    uploaded_by text not null,
    file_name text not null,
    object_key text not null,
    bytes bigint not null,
    sha256 text not null,
    constraint images_bytes_check CHECK ((bytes > 0)),
    constraint images_object_key_check CHECK ((object_key <> ''::text)),
    constraint images_pkey PRIMARY KEY (image_id, ring),
    constraint images_ring_is_of_day CHECK ((ring = ((((uploaded_at AT TIME ZONE 'UTC'::text))::date - '2000-01-01'::date) % 8))),
    constraint images_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
) partition by LIST (ring);

-- step: grant table archive.images
grant delete on table archive.images to purger;

-- step: comment table archive.images
comment on table archive.images is 'An image that was uploaded. Its bytes are in object storage, under object_key.';

-- step: grant table archive.images
grant select (bytes) on table archive.images to analysts;

-- step: grant table archive.images
grant select (bytes) on table archive.images to counter;

-- step: grant table archive.images
grant select (bytes) on table archive.images to processing;

-- step: grant table archive.images
grant insert (bytes) on table archive.images to upload;

-- step: grant table archive.images
grant insert (file_name) on table archive.images to upload;

-- step: comment table archive.images
comment on column archive.images.file_name is 'As the uploader calls it.';

-- step: grant table archive.images
grant select (image_id) on table archive.images to analysts;

-- step: grant table archive.images
grant select (image_id) on table archive.images to processing;

-- step: grant table archive.images
grant select (image_id) on table archive.images to purger;

-- step: grant table archive.images
grant select (image_id) on table archive.images to upload;

-- step: grant table archive.images
grant select (object_key) on table archive.images to processing;

-- step: grant table archive.images
grant insert (object_key) on table archive.images to upload;

-- step: comment table archive.images
comment on column archive.images.object_key is 'Where its bytes are.';

-- step: grant table archive.images
grant select (ring) on table archive.images to analysts;

-- step: grant table archive.images
grant select (ring) on table archive.images to processing;

-- step: grant table archive.images
grant select (ring) on table archive.images to upload;

-- step: comment table archive.images
comment on column archive.images.ring is 'The day on which it was uploaded, in UTC, modulo eight.';

-- step: grant table archive.images
grant select (sha256) on table archive.images to processing;

-- step: grant table archive.images
grant insert (sha256) on table archive.images to upload;

-- step: comment table archive.images
comment on column archive.images.sha256 is 'Of its bytes.';

-- step: grant table archive.images
grant select (source) on table archive.images to analysts;

-- step: grant table archive.images
grant select (source) on table archive.images to counter;

-- step: grant table archive.images
grant insert (source) on table archive.images to upload;

-- step: comment table archive.images
comment on column archive.images.source is 'Whether the API or the stream brought it.';

-- step: grant table archive.images
grant select (uploaded_at) on table archive.images to analysts;

-- step: grant table archive.images
grant select (uploaded_at) on table archive.images to counter;

-- step: grant table archive.images
grant select (uploaded_at) on table archive.images to processing;

-- step: grant table archive.images
grant select (uploaded_at) on table archive.images to purger;

-- step: comment table archive.images
comment on column archive.images.uploaded_at is 'When it arrived.';

-- step: grant table archive.images
grant insert (uploaded_by) on table archive.images to upload;

-- step: comment table archive.images
comment on column archive.images.uploaded_by is 'The account of who uploaded it.';

-- step: comment table archive.images
comment on constraint images_ring_is_of_day on archive.images is 'An image lies in the partition of its day.';

-- step: create table archive.images_0
create table archive.images_0 partition of archive.images FOR VALUES IN (0);

-- step: create table archive.images_1
create table archive.images_1 partition of archive.images FOR VALUES IN (1);

-- step: create table archive.images_2
create table archive.images_2 partition of archive.images FOR VALUES IN (2);

-- step: create table archive.images_3
create table archive.images_3 partition of archive.images FOR VALUES IN (3);

-- step: create table archive.images_4
create table archive.images_4 partition of archive.images FOR VALUES IN (4);

-- step: create table archive.images_5
create table archive.images_5 partition of archive.images FOR VALUES IN (5);

-- step: create table archive.images_6
create table archive.images_6 partition of archive.images FOR VALUES IN (6);

-- step: create table archive.images_7
create table archive.images_7 partition of archive.images FOR VALUES IN (7);

-- step: create table archive.results
create table archive.results (
    image_id uuid not null,
    ring integer not null,
    step text not null,
    label text not null,
    confidence numeric(4,3) not null,
    finished_at timestamp with time zone default now() not null,
    constraint results_confidence_check CHECK (((confidence >= (0)::numeric) AND (confidence <= (1)::numeric))),
    constraint results_pkey PRIMARY KEY (image_id, ring, step),
    constraint results_step_check CHECK ((step <> ''::text))
);

-- step: grant table archive.results
grant select on table archive.results to analysts;

-- step: grant table archive.results
grant select on table archive.results to processing;

-- step: comment table archive.results
comment on table archive.results is 'What a step of the processing found in an image. Goes with the image.';

-- step: grant table archive.results
grant insert (confidence), update (confidence) on table archive.results to processing;

-- step: grant table archive.results
grant insert (image_id) on table archive.results to processing;

-- step: grant table archive.results
grant insert (label), update (label) on table archive.results to processing;

-- step: comment table archive.results
comment on column archive.results.label is 'What was found.';

-- step: grant table archive.results
grant insert (ring) on table archive.results to processing;

-- step: grant table archive.results
grant insert (step) on table archive.results to processing;

-- step: comment table archive.results
comment on column archive.results.step is 'The script that found it, with its version: `labels-3`.';

-- step: create table reports.images_by_day
create table reports.images_by_day (
    day date not null,
    source archive.source not null,
    images bigint not null,
    bytes numeric not null,
    largest bigint not null,
    constraint images_by_day_pkey PRIMARY KEY (day, source)
);

-- step: grant table reports.images_by_day
grant select on table reports.images_by_day to analysts;

-- step: grant table reports.images_by_day
grant insert, delete, select, update on table reports.images_by_day to counter;

-- step: comment table reports.images_by_day
comment on table reports.images_by_day is 'How many images came on a day, and how large they were.';

-- step: comment table reports.images_by_day
comment on column reports.images_by_day.day is 'In UTC.';

-- step: alter constraint results_image_fkey on archive.results
alter table archive.results add constraint results_image_fkey FOREIGN KEY (image_id, ring) REFERENCES archive.images(image_id, ring) ON DELETE CASCADE;

-- step: create index archive.images_uploaded_at_idx
CREATE INDEX images_uploaded_at_idx ON archive.images USING btree (uploaded_at);

-- step: comment index archive.images_uploaded_at_idx
comment on index archive.images_uploaded_at_idx is 'What the purge looks for.';

-- step: revoke default privileges on functions
-- hazard: narrows_access: everybody loses execute on new functions
alter default privileges revoke execute on functions from public;
