create table public.bookings (id integer primary key, during tsrange);
