select l.pid,
       a.application_name as application,
       a.usename::text as role,
       pg_catalog.to_char(a.backend_start, 'YYYY-MM-DD HH24:MI:SS TZ') as since,
       pg_catalog.left(a.query, 200) as query
from pg_catalog.pg_locks l
join pg_catalog.pg_database d on d.oid = l.database
left join pg_catalog.pg_stat_activity a on a.pid = l.pid
where d.datname = pg_catalog.current_database()
  and l.locktype = 'advisory'
  and l.classid = $1::pg_catalog.oid
  and l.objid = d.oid
  and l.objsubid = 1
  and l.granted
