select pg_catalog.format('%I.%I', n.nspname, c.relname) as name
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.oid = coalesce(
    pg_catalog.to_regclass('pgspec.refinery_schema_history'),
    pg_catalog.to_regclass('refinery_schema_history')
)
