-- Stands before every query: the schemas that are ours, and what belongs to extensions. What pgspec
-- keeps in a database for itself is neither.
with ours as (
    select oid, nspname as name
    from pg_namespace
    where nspname !~ '^pg_' and nspname not in ('information_schema', 'pgspec')
), member as (
    select classid, objid, refobjid as extension
    from pg_depend
    where deptype = 'e' and refclassid = 'pg_extension'::regclass
)
