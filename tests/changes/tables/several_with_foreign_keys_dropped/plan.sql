-- PostgreSQL 15

-- transaction
alter table public.cities drop constraint cities_country_fkey;
alter table public.streets drop constraint streets_city_fkey;
-- deletes_data, breaks_clients
drop table public.cities;
-- deletes_data, breaks_clients
drop table public.countries;
-- deletes_data, breaks_clients
drop table public.streets;
