-- PostgreSQL 15

-- transaction
alter table public.bookings drop constraint bookings_overlap;
-- depends_on_data
alter table public.bookings add constraint bookings_overlap EXCLUDE USING gist (during WITH &&) WHERE ((NOT cancelled)) DEFERRABLE;
