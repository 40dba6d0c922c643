create table public.bookings (room integer not null, during tsrange not null);
