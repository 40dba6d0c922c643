create table public.bookings (id integer primary key, during tsrange, cancelled boolean not null default false);
alter table public.bookings add constraint bookings_overlap exclude using gist (during with &&) where (not cancelled) deferrable;
