-- PostgreSQL 15

-- transaction
create extension btree_gist with schema public;
comment on extension btree_gist is 'support for indexing common datatypes in GiST';
-- depends_on_data
alter table public.bookings add constraint bookings_overlap EXCLUDE USING gist (room WITH =, during WITH &&);
