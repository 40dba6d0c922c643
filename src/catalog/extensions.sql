select e.extname as name,
       n.nspname as schema,
       nullif(e.extversion, a.default_version) as version,
       nullif(obj_description(e.oid, 'pg_extension'), a.comment) as comment
from pg_extension e
join pg_namespace n on n.oid = e.extnamespace
left join pg_available_extensions() a on a.name = e.extname
-- What initdb makes belongs to no project: plpgsql.
where e.oid >= 16384
