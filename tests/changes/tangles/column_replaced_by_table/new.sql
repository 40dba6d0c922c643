create table public.people (id integer primary key, name text not null);
create table public.phones (person integer not null references public.people on delete cascade, phone text not null check (phone ~ '^[0-9]+$'), primary key (person, phone));
create view public.phone_book as select name, phone from public.people join public.phones on person = id;
