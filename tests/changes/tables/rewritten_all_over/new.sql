create table public.things (
    id bigint primary key,
    a text not null default 'y',
    b integer,
    d numeric(12, 4),
    e jsonb not null default '{}',
    f text generated always as (upper(a)) stored,
    constraint things_a_b unique (a, b)
);
create index things_e on public.things using gin (e);
