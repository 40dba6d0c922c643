create schema shop;
create table shop.makers (maker_id bigint primary key, name text not null);
create table shop.goods (
    goods_id integer primary key,
    maker_id bigint,
    name text,
    weight integer
);
create index goods_name_idx on shop.goods (name);
create view shop.light as select goods_id, name from shop.goods where weight < 10;
create function shop.twice(n integer) returns integer language sql immutable as 'select 2 * n';
