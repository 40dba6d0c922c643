-- Stands before every query: the schemas that are ours, and what an option with a secret looks like.
with ours as materialized (
    select oid, nspname as name
    from pg_namespace
    where nspname !~ '^pg_' and nspname not in ('information_schema', 'pgspec')
), secret (pattern) as (
    values ('^[^=]*(password|passwd|secret|token|private_key)[^=]*=')
)
