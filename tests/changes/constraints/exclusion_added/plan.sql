-- PostgreSQL 15

-- transaction
-- depends_on_data
alter table public.bookings add constraint bookings_overlap EXCLUDE USING gist (during WITH &&);
