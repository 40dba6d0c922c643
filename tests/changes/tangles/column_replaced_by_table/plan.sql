-- PostgreSQL 15

-- transaction
alter table public.people drop constraint people_phone;
create table public.phones (
    person integer not null,
    phone text not null,
    constraint phones_phone_check CHECK ((phone ~ '^[0-9]+$'::text)),
    constraint phones_pkey PRIMARY KEY (person, phone)
);
create or replace view public.phone_book as
 SELECT people.name,
    phones.phone
   FROM (public.people
     JOIN public.phones ON ((phones.person = people.id)));
-- deletes_data, breaks_clients
alter table public.people drop column phone;
alter table public.phones add constraint phones_person_fkey FOREIGN KEY (person) REFERENCES public.people(id) ON DELETE CASCADE;
