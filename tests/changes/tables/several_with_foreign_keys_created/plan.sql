-- PostgreSQL 15

-- transaction
create table public.cities (
    id integer not null,
    country text not null,
    constraint cities_pkey PRIMARY KEY (id)
);
create table public.countries (
    code text not null,
    constraint countries_pkey PRIMARY KEY (code)
);
create table public.streets (
    id integer not null,
    city integer,
    name text,
    constraint streets_pkey PRIMARY KEY (id)
);
alter table public.cities add constraint cities_country_fkey FOREIGN KEY (country) REFERENCES public.countries(code);
alter table public.streets add constraint streets_city_fkey FOREIGN KEY (city) REFERENCES public.cities(id) ON DELETE CASCADE;
