create schema app;
create table app.customers (
    customer_id bigint primary key, region text not null, number int not null, code text,
    mentor bigint references app.customers, unique (region, number)
);
create unique index customers_code on app.customers (code);
create table app.events (event_id bigint primary key, customer_id bigint references app.customers)
    partition by range (event_id);
create table app.events_low partition of app.events for values from (minvalue) to (1000);
create table app.events_rest partition of app.events default;
create table app.orders (
    order_id bigint primary key,
    customer_id bigint references app.customers on delete cascade,
    region text default 'x', number int,
    code text references app.customers (code) on update restrict,
    twice bigint references app.customers references app.customers on delete restrict,
    constraint by_region foreign key (region, number) references app.customers (region, number)
        match full on update cascade on delete set null deferrable initially deferred,
    constraint partly foreign key (region, number) references app.customers (region, number) on delete set null (number),
    constraint defaults foreign key (region, number) references app.customers (region, number) on delete set default (region),
    constraint swapped foreign key (number, region) references app.customers (number, region),
    constraint later foreign key (customer_id) references app.customers (customer_id) deferrable,
    constraint to_partitions foreign key (customer_id) references app.events
);
alter table app.orders add constraint one foreign key (customer_id) references app.customers not valid;
comment on constraint by_region on app.orders is 'Where it goes.';
do $$ begin execute format('revoke all on database %I from public', current_database()); end $$;
revoke all on schema public from public;
alter default privileges revoke execute on routines from public;
