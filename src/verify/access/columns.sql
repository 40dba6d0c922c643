-- Columns of all relations, in order.
select n.nspname::text, c.relname::text, a.attname::text,
       a.attgenerated <> '' as generated,
       exists (
           select from pg_catalog.pg_index i
           where i.indrelid = c.oid and i.indisunique and i.indisvalid and i.indimmediate
             and i.indpred is null and i.indnkeyatts = 1 and i.indkey[0] = a.attnum
       ) as is_key
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_attribute a on a.attrelid = c.oid
where c.relkind in ('r', 'p', 'v', 'm', 'f') and a.attnum > 0 and not a.attisdropped
order by n.nspname, c.relname, a.attnum
