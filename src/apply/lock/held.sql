select exists (
    select
    from pg_catalog.pg_locks l
    join pg_catalog.pg_database d on d.oid = l.database
    where d.datname = pg_catalog.current_database()
      and l.locktype = 'advisory'
      and l.classid = $1::pg_catalog.oid
      and l.objid = d.oid
      and l.objsubid = 1
      and l.granted
      and l.pid = pg_catalog.pg_backend_pid()
)
