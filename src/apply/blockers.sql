select distinct a.pid,
       a.application_name as application,
       a.usename::text as role,
       pg_catalog.to_char(a.backend_start, 'YYYY-MM-DD HH24:MI:SS TZ') as since,
       pg_catalog.left(a.query, 200) as query
from pg_catalog.json_array_elements_text($1::pg_catalog.json) as r (name)
join pg_catalog.pg_locks l on l.relation = pg_catalog.to_regclass(r.name)
join pg_catalog.pg_database d on d.oid = l.database
join pg_catalog.pg_stat_activity a on a.pid = l.pid
where d.datname = pg_catalog.current_database()
  and l.granted
  and l.pid <> pg_catalog.pg_backend_pid()
order by a.pid
