-- Stands before every query: the schemas that are ours.
with ours as materialized (
    select oid, nspname as name
    from pg_namespace
    where nspname !~ '^pg_' and nspname not in ('information_schema', 'pgspec')
)
