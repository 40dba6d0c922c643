create table public.people (id integer primary key, name text not null, phone text, constraint people_phone check (phone ~ '^[0-9]+$'));
create view public.phone_book as select name, phone from public.people where phone is not null;
