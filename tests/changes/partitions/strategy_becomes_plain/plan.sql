-- PostgreSQL 15

-- transaction
alter table public.events rename to events__old;
create table public.events (
    at date not null,
    what text
);
-- depends_on_data
insert into public.events (at, what) overriding system value select at, what from public.events__old;
-- deletes_data, breaks_clients
drop table public.events_2026;
drop table public.events__old;
