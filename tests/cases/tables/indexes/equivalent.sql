create schema extensions;
create schema shop;
create extension pg_trgm schema extensions;
create extension btree_gin;
create function shop.slug(t text) returns text language sql immutable as $$
select lower(t)
$$;
create table shop.products (
    id bigint primary key, name text not null, price numeric, tags text[], doc jsonb, at timestamptz,
    "Mixed Case" int, where_clause int
);
comment on table shop.products is 'What is sold.';
create index products_name on shop.products (name);
create index products_name_price on shop.products (name desc nulls last, price nulls first);
create unique index products_lower on shop.products (lower(name));
create index products_slug on shop.products ((shop.slug(name)), id);
create index products_price_partial on shop.products (price) where price > 0 and name <> 'where';
create unique index products_include on shop.products (name) include (price, "Mixed Case") nulls not distinct;
create index products_trgm on shop.products using gin (name extensions.gin_trgm_ops) with (fastupdate = off);
create index products_doc on shop.products using gin (doc jsonb_path_ops);
create index products_hash on shop.products using hash (name);
create index products_brin on shop.products using brin (at timestamptz_minmax_multi_ops(values_per_range = 16), price) with (pages_per_range = 4);
create index products_collate on shop.products (name collate "C" text_pattern_ops);
create index products_spgist on shop.products using spgist (name);
create index products_fill on shop.products (price) with (fillfactor = 60, deduplicate_items = off);
create index products_space on shop.products (price);
create index products_mixed on shop.products ("Mixed Case");
create unique index "Odd Index" on shop.products ("Mixed Case", (price * 2)) where "Mixed Case" is not null;
comment on index shop."Odd Index" is 'It''s odd.';
create index products_cast on shop.products ((doc ->> 'a'), (at at time zone 'UTC'));
create index products_where on shop.products (where_clause) where where_clause = 1;
create table shop.log (id int, name text) partition by range (id);
create index log_name on shop.log (name);
comment on index shop.log_name is 'On all partitions.';
create unique index log_id_name on shop.log (id, name);
create table shop.log_1 partition of shop.log for values from (0) to (10);
create table shop.log_2 partition of shop.log for values from (10) to (20);
create index log_2_own on shop.log_2 (name desc);
revoke all on function shop.slug(text) from public;
do $$ begin execute format('revoke all on database %I from public', current_database()); end $$;
revoke all on schema public from public;
alter default privileges revoke execute on routines from public;
