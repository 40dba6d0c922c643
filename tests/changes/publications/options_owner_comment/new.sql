create role chg_publication_owner superuser;
create table public.events (id integer, at date) partition by range (at);
create publication feed for table public.events with (publish = 'insert, truncate', publish_via_partition_root = true);
alter publication feed owner to chg_publication_owner;
comment on publication feed is 'Some of it.';
