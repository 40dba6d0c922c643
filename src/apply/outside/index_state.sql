select pg_catalog.format('%I.%I', n.nspname, c.relname) as name,
       i.indexrelid::text as oid,
       coalesce(i.indrelid = t.oid, false) as on_table,
       coalesce(i.indisvalid and i.indisready and i.indislive, false) as valid,
       coalesce(i.indisunique, false) as is_unique
from pg_catalog.pg_class t
join pg_catalog.pg_class c on c.relnamespace = t.relnamespace
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_index i on i.indexrelid = c.oid
where t.oid = pg_catalog.to_regclass($1)
  and c.relname = $2
