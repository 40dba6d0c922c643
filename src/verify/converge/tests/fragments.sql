--- fragment schema
create schema app;
--- variant
create schema app; comment on schema app is 'the application';

--- fragment mood needs schema
create type app.mood as enum ('ok', 'bad');
--- variant
create type app.mood as enum ('fine', 'ok', 'bad', 'worse');
--- variant
create type app.mood as enum ('ok', 'bad'); comment on type app.mood is 'how it is';

--- fragment positive needs schema
create domain app.positive as integer check (value > 0);
--- variant
create domain app.positive as integer not null default 1 constraint over_zero check (value > 0);
--- variant
create domain app.positive as bigint check (value > 0);

--- fragment place needs schema
create type app.place as (street text, zip text);
--- variant
create type app.place as (street text, zip text, town text);
--- variant
create type app.place as (street text, zip integer);

--- fragment double needs schema
create function app.double(n integer) returns integer language sql immutable as 'select n * 2';
--- variant
create function app.double(n integer) returns bigint language sql immutable as 'select n::bigint * 2';
--- variant
create function app.double(number integer) returns integer language sql immutable strict parallel safe as 'select number * 2';

--- fragment items needs schema
create table app.items (id integer primary key, name text not null, price numeric(10, 2) default 0);
--- variant
create table app.items (id bigint generated always as identity primary key, name varchar(200), price numeric(12, 2) not null default 1, note text);
--- variant
create table app.items (name text, id serial constraint items_key primary key, price numeric(10, 2) check (price >= 0), made timestamptz default now());

--- fragment members needs schema
create table app.members (id integer primary key, name text, email text unique);
--- variant
create table app.members (id integer primary key, name text not null default 'nobody', email varchar(100), constraint members_email_key unique (email));
alter table app.members enable row level security;
--- variant
create unlogged table app.members (id integer primary key, name text collate "C", email text) with (fillfactor = 70);

--- fragment orders needs items members
create table app.orders (id integer primary key, item bigint references app.items, member integer references app.members);
--- variant
create table app.orders (id integer primary key, item integer, member integer references app.members on delete cascade);
create index orders_item on app.orders (item);
--- variant
create table app.orders (id integer primary key, item bigint references app.items deferrable initially deferred, member integer, total integer generated always as (id * 2) stored);

--- fragment moods needs mood members
create table app.moods (member integer references app.members, mood app.mood default 'ok');
--- variant
create table app.moods (member integer, mood app.mood not null default 'bad', before app.mood[]);

--- fragment places needs place positive
create table app.places (id integer, at app.place, rank app.positive);
--- variant
create table app.places (id integer primary key, at app.place, all_of app.place[], rank integer);

--- fragment doubled needs double
create table app.doubled (n integer, m bigint default app.double(1), check (app.double(n) > 0));
create index doubled_n on app.doubled (app.double(n));
--- variant
create table app.doubled (n integer, m bigint generated always as (app.double(n)) stored);

--- fragment names needs items
create view app.names as select id, name from app.items;
--- variant
create view app.names with (security_barrier) as select id, name, price from app.items where price > 0;
--- variant
create view app.names as select name from app.items; comment on view app.names is 'all names';

--- fragment named needs names
create view app.named as select name from app.names where name <> '';
--- variant
create materialized view app.named as select name from app.names;
create unique index named_name on app.named (name);

--- fragment item_index needs items
create index items_name on app.items (name);
--- variant
create index items_name on app.items (lower(name)) where price > 0;
--- variant
create unique index items_name on app.items (name) include (price);
alter table app.items cluster on items_name;

--- fragment item_statistics needs items
create statistics app.items_pair (ndistinct) on name, price from app.items;
--- variant
create statistics app.items_pair on name, price from app.items; alter statistics app.items_pair set statistics 100;

--- fragment touch needs schema
create function app.touch() returns trigger language plpgsql as 'begin return new; end';
--- variant
create function app.touch() returns trigger language plpgsql security definer set search_path = pg_catalog as 'begin return new; end';

--- fragment touched needs touch members
create trigger touched before update on app.members for each row execute function app.touch();
--- variant
create trigger touched after insert or update on app.members for each row when (new.name is not null) execute function app.touch();
alter table app.members disable trigger touched;

--- fragment policy needs members
create policy own on app.members for select using (name = current_user);
--- variant
create policy own on app.members as restrictive using (true) with check (id > 0);

--- fragment rule needs members
create rule quiet as on delete to app.members do instead nothing;

--- fragment events needs schema
create table app.events (at date not null, what text) partition by range (at);
--- variant
create table app.events (at date not null, what text, primary key (at, what)) partition by range (at);
--- variant
create table app.events (at date not null, what varchar(50) default 'something', size integer check (size > 0)) partition by range (at);
create index events_what on app.events (what);

--- fragment events_2020 needs events
create table app.events_2020 partition of app.events for values from ('2020-01-01') to ('2021-01-01');
--- variant
create table app.events_2020 partition of app.events for values from ('2020-01-01') to ('2020-07-01');
create table app.events_2020_late partition of app.events for values from ('2020-07-01') to ('2021-01-01');
--- variant
create table app.events_2020 partition of app.events default;

--- fragment events_2021 needs events
create table app.events_2021 partition of app.events for values from ('2021-01-01') to ('2022-01-01') partition by list (what);
create table app.events_2021_rest partition of app.events_2021 default;
--- variant
create table app.events_2021 partition of app.events for values from ('2021-01-01') to ('2022-01-01');
create index events_2021_at on app.events_2021 (at);

--- fragment parent needs schema
create table app.parent (kind text default 'a', size integer);
--- variant
create table app.parent (kind text default 'b', size integer not null, extra date);

--- fragment child needs parent
create table app.child (own text) inherits (app.parent);
--- variant
create table app.child (own text, kind text default 'c') inherits (app.parent);
--- variant
create table app.child (own text, kind text, size integer not null, extra date);

--- fragment numbers needs schema
create sequence app.numbers;
--- variant
create sequence app.numbers as smallint increment by -2 maxvalue 100 cycle;
--- variant
create table app.counted (n integer); create sequence app.numbers as integer owned by app.counted.n;
alter table app.counted alter n set default nextval('app.numbers');

--- fragment span needs schema
create type app.span as range (subtype = integer);
--- variant
create type app.span as range (subtype = bigint);

--- fragment spans needs span
create table app.spans (during app.span);
--- variant
create table app.spans (during app.span, exclude using gist (during with &&));

--- fragment publication needs items
create publication news for table app.items;
--- variant
create publication news for all tables with (publish = 'insert');

--- fragment grants needs items
grant select on app.items to public;
--- variant
grant select (name), update (name) on app.items to public;

--- fragment defaults needs schema
alter default privileges in schema app grant select on tables to public;

--- fragment words needs schema
create text search configuration app.words (copy = pg_catalog.simple);
--- variant
create text search configuration app.words (copy = pg_catalog.english); comment on text search configuration app.words is 'words';

--- fragment aggregate needs schema
create aggregate app.total(integer) (sfunc = int4pl, stype = integer);
--- variant
create aggregate app.total(integer) (sfunc = int4pl, stype = integer, initcond = '0');

--- fragment procedure needs items
create procedure app.clean() language sql begin atomic delete from app.items where price is null; end;
--- variant
create procedure app.clean() language sql as 'select 1';
