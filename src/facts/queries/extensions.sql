select e.oid, ''::text as schema, e.extname as name,
       n.nspname as in_schema,
       e.extversion as version,
       e.extrelocatable as relocatable
from pg_extension e
join pg_namespace n on n.oid = e.extnamespace
where e.oid >= 16384
