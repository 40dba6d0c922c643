-- PostgreSQL 15

-- transaction
alter table public.bookings drop constraint bookings_overlap;
