-- PostgreSQL 15

-- transaction
alter publication feed set (publish = 'insert, truncate', publish_via_partition_root = true);
alter publication feed owner to chg_publication_owner;
comment on publication feed is 'Some of it.';
