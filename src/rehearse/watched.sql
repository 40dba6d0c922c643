select coalesce(c.oid::regclass::text, ''), l.mode, l.granted
from pg_locks l
left join pg_class c on l.locktype = 'relation' and c.oid = l.relation
where l.pid = $1
  and (not l.granted or c.relkind in ('r', 'p', 'm', 'i', 'I') and c.oid >= 16384 and l.mode <> 'AccessShareLock')
