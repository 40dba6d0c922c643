create extension btree_gist;
create table public.bookings (
    room integer not null,
    during tsrange not null,
    constraint bookings_overlap exclude using gist (room with =, during with &&)
);
