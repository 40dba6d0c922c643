select case when c.oid is null then '' else format('%I.%I', n.nspname, c.relname) end, l.mode, l.granted
from pg_locks l
left join pg_class c on l.locktype = 'relation' and c.oid = l.relation
left join pg_namespace n on n.oid = c.relnamespace
where l.pid = $1
  and (not l.granted or c.relkind in ('r', 'p', 'm') and c.oid >= 16384 and l.mode <> 'AccessShareLock')
