create extension pg_trgm;
create extension hstore;
create text search configuration public.place_names (copy = pg_catalog.simple);
create domain public.degrees as double precision check (value between -180 and 180);
create table public.places (
    id serial primary key,
    name text not null,
    latitude public.degrees,
    longitude public.degrees,
    at point generated always as (point(longitude, latitude)) stored,
    tags text[] not null default '{}',
    extra hstore,
    search tsvector generated always as (to_tsvector('public.place_names', name)) stored
);
create table public.visits (id bigserial primary key, place integer not null references public.places on delete cascade, at timestamptz not null default now(), visitor uuid default gen_random_uuid());
create index places_trigrams on public.places using gin (name gin_trgm_ops);
create index places_search on public.places using gin (search);
create index places_at on public.places using gist (at);
create index visits_place_at on public.visits (place, at desc);
create view public.popular as select p.id, p.name, count(v.id) as visits, max(v.at) as latest from public.places p left join public.visits v on v.place = p.id group by p.id;
