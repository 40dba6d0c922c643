select s.name as schema,
       c.relname as name,
       pg_get_userbyid(c.relowner) as owner,
       obj_description(c.oid, 'pg_class') as comment,
       json_build_object(
           'data_type', format_type(q.seqtypid, null),
           'start', q.seqstart,
           'increment', q.seqincrement,
           'min_value', q.seqmin,
           'max_value', q.seqmax,
           'cache', q.seqcache,
           'cycle', q.seqcycle
       ) as options,
       tn.nspname as table_schema,
       t.relname as table_name,
       a.attname as column_name
from pg_class c
join ours s on s.oid = c.relnamespace
join pg_sequence q on q.seqrelid = c.oid
left join pg_depend d on (d.classid, d.objid, d.refclassid) = ('pg_class'::regclass, c.oid, 'pg_class'::regclass)
    and d.deptype in ('a', 'i')
left join pg_class t on t.oid = d.refobjid
left join pg_namespace tn on tn.oid = t.relnamespace
left join pg_attribute a on (a.attrelid, a.attnum) = (d.refobjid, d.refobjsubid)
-- The sequence of an identity column (`i`) is the column's own.
where d.deptype is distinct from 'i'
  and not exists (
      select from member m where (m.classid, m.objid) = ('pg_class'::regclass, c.oid)
  )
