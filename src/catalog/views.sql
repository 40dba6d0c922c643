select s.name as schema,
       c.relname as name,
       c.relkind = 'm' as materialized,
       pg_get_userbyid(c.relowner) as owner,
       obj_description(c.oid, 'pg_class') as comment,
       pg_get_viewdef(c.oid) as query,
       not c.relispopulated as no_data,
       coalesce(c.reloptions, '{}') as options,
       nullif(am.amname, 'heap') as access_method,
       ts.spcname as tablespace
from pg_class c
join ours s on s.oid = c.relnamespace
left join pg_am am on am.oid = c.relam
left join pg_tablespace ts on ts.oid = c.reltablespace
where c.relkind in ('v', 'm')
  and not exists (
      select from member m where (m.classid, m.objid) = ('pg_class'::regclass, c.oid)
  )
