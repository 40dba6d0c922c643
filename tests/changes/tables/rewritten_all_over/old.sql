create table public.things (
    id integer primary key,
    a text default 'x',
    b integer not null check (b > 0),
    c date,
    d numeric(5, 2) unique
);
create index things_c on public.things (c);
