select x.oid, n.name as schema, c.relname as name, x.relname as part,
       pg_get_indexdef(x.oid) as definition,
       i.indisunique as unique,
       not i.indisvalid as invalid,
       m.amname::text as method,
       ts.spcname::text as tablespace,
       x.relkind = 'I' as partitioned,
       case when x.relkind = 'I' then (
           select array_agg(a.attname::text order by a.attnum) from pg_attribute a where a.attrelid = x.oid
       ) end as columns,
       (
           select array_agg(a.attnum || ' ' || a.attstattarget order by a.attnum)
           from pg_attribute a
           where a.attrelid = x.oid and nullif(a.attstattarget, -1) is not null
       ) as statistics
from pg_index i
join pg_class x on x.oid = i.indexrelid
join pg_class c on c.oid = i.indrelid
join ours n on n.oid = x.relnamespace
join pg_am m on m.oid = x.relam
left join pg_tablespace ts on ts.oid = x.reltablespace
where not x.relispartition
  and not exists (
      select from pg_constraint k
      where k.conindid = x.oid and k.conrelid = i.indrelid and k.contype in ('p', 'u', 'x')
  )
