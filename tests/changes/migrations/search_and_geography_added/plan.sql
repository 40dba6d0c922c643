-- PostgreSQL 15

-- transaction
drop view public.popular;
alter table public.visits alter column id drop default;
create extension hstore with schema public;
comment on extension hstore is 'data type for storing sets of (key, value) pairs';
create extension pg_trgm with schema public;
comment on extension pg_trgm is 'text similarity measurement and index searching based on trigrams';
create domain public.degrees as double precision;
alter domain public.degrees add constraint degrees_check CHECK (((VALUE >= ('-180'::integer)::double precision) AND (VALUE <= (180)::double precision)));
create text search configuration public.place_names (parser = pg_catalog."default");
alter text search configuration public.place_names add mapping for asciihword with simple;
alter text search configuration public.place_names add mapping for asciiword with simple;
alter text search configuration public.place_names add mapping for email with simple;
alter text search configuration public.place_names add mapping for file with simple;
alter text search configuration public.place_names add mapping for "float" with simple;
alter text search configuration public.place_names add mapping for host with simple;
alter text search configuration public.place_names add mapping for hword with simple;
alter text search configuration public.place_names add mapping for hword_asciipart with simple;
alter text search configuration public.place_names add mapping for hword_numpart with simple;
alter text search configuration public.place_names add mapping for hword_part with simple;
alter text search configuration public.place_names add mapping for "int" with simple;
alter text search configuration public.place_names add mapping for numhword with simple;
alter text search configuration public.place_names add mapping for numword with simple;
alter text search configuration public.place_names add mapping for sfloat with simple;
alter text search configuration public.place_names add mapping for uint with simple;
alter text search configuration public.place_names add mapping for url with simple;
alter text search configuration public.place_names add mapping for url_path with simple;
alter text search configuration public.place_names add mapping for version with simple;
alter text search configuration public.place_names add mapping for word with simple;
alter sequence public.visits_id_seq as bigint minvalue 1 maxvalue 9223372036854775807;
-- depends_on_data, breaks_clients
alter table public.places alter column latitude type public.degrees using latitude::text::public.degrees, alter column longitude type public.degrees using longitude::text::public.degrees;
alter table public.visits alter column id type bigint;
alter table public.places add column at point generated always as (point((longitude)::double precision, (latitude)::double precision)) stored;
alter table public.places add column extra public.hstore;
alter table public.places add column search tsvector generated always as (to_tsvector('public.place_names'::regconfig, name)) stored;
alter table public.visits add column visitor uuid default gen_random_uuid();
alter table public.visits alter column id set default nextval('public.visits_id_seq'::regclass);
create view public.popular as
 SELECT p.id,
    p.name,
    count(v.id) AS visits,
    max(v.at) AS latest
   FROM (public.places p
     LEFT JOIN public.visits v ON ((v.place = p.id)))
  GROUP BY p.id;

-- outside of a transaction
drop index concurrently public.places_name;

-- transaction
-- depends_on_data, breaks_clients
alter table public.places alter column tags type text[] using tags::text[];

-- transaction
-- rewrites_table
update public.places set tags = '{}'::text[] where tags is null;

-- transaction
alter table public.places add constraint tags__not_null check (tags is not null) not valid;

-- transaction
-- depends_on_data
alter table public.places validate constraint tags__not_null;

-- transaction
alter table public.places alter column tags set not null;
alter table public.places drop constraint tags__not_null;
alter table public.places alter column tags set default '{}'::text[];
alter table public.visits add constraint place__not_null check (place is not null) not valid;

-- transaction
-- depends_on_data
alter table public.visits validate constraint place__not_null;

-- transaction
alter table public.visits alter column place set not null;
alter table public.visits drop constraint place__not_null;

-- outside of a transaction
CREATE INDEX CONCURRENTLY places_at ON public.places USING gist (at);

-- outside of a transaction
CREATE INDEX CONCURRENTLY places_search ON public.places USING gin (search);

-- outside of a transaction
CREATE INDEX CONCURRENTLY places_trigrams ON public.places USING gin (name public.gin_trgm_ops);

-- outside of a transaction
CREATE INDEX CONCURRENTLY visits_place_at ON public.visits USING btree (place, at DESC);
