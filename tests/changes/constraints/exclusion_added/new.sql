create table public.bookings (id integer primary key, during tsrange);
alter table public.bookings add constraint bookings_overlap exclude using gist (during with &&);
