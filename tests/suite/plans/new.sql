create schema shop;
create type shop.colour as enum ('red', 'green');
create table shop.makers (maker_id bigint primary key, name text not null);
comment on table shop.makers is 'Who makes what is sold.';
create table shop.goods (
    goods_id bigint primary key,
    maker_id bigint references shop.makers,
    name text not null,
    weight integer check (weight > 0),
    colour shop.colour default 'red' not null
);
create index goods_name_idx on shop.goods (lower(name));
create unique index goods_maker_idx on shop.goods (maker_id, name);
create view shop.light as select goods_id, name from shop.goods where weight < 5;
create function shop.twice(n integer) returns integer language sql immutable strict as 'select n + n';
