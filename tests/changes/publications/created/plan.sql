-- PostgreSQL 15

-- transaction
create publication all_items with (publish = 'insert, update', publish_via_partition_root = false);
alter publication all_items add table public.items;
