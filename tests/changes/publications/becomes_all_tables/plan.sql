-- PostgreSQL 15

-- transaction
alter publication feed drop table public.items;
drop publication feed;
create publication feed for all tables with (publish = 'insert, update, delete, truncate', publish_via_partition_root = false);
