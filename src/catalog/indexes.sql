select s.name as schema,
       t.relname as relation,
       c.relname as name,
       i.indisunique as unique,
       not i.indisvalid as invalid,
       ts.spcname as tablespace,
       obj_description(c.oid, 'pg_class') as comment,
       -- What stands before `USING` is measured, not searched: names may hold any word.
       substr(pg_get_indexdef(c.oid), length(concat(
           'CREATE ', case when i.indisunique then 'UNIQUE ' end, 'INDEX ', quote_ident(c.relname),
           ' ON ', case when c.relkind = 'I' then 'ONLY ' end,
           quote_ident(s.name), '.', quote_ident(t.relname), ' '
       )) + 1) as definition
from pg_index i
join pg_class c on c.oid = i.indexrelid
join pg_class t on t.oid = i.indrelid
join ours s on s.oid = t.relnamespace
left join pg_tablespace ts on ts.oid = c.reltablespace
where t.relkind in ('r', 'p', 'm')
  and not c.relispartition
  and not exists (
      select from pg_constraint k
      where k.conindid = i.indexrelid and k.conrelid = i.indrelid and k.contype in ('p', 'u', 'x')
  )
