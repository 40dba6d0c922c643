select c.oid,
       c.oid::regclass::text,
       pg_relation_filenode(c.oid),
       case when c.relkind in ('r', 'm') then coalesce(pg_stat_get_xact_numscans(c.oid), 0) else 0 end,
       array(
           select l.mode
           from pg_locks l
           where l.pid = pg_backend_pid() and l.locktype = 'relation' and l.relation = c.oid
             and l.database = (select oid from pg_database where datname = current_database())
             -- Every query that reads takes it, this one too.
             and l.mode <> 'AccessShareLock'
           order by l.mode
       ),
       i.indrelid
from pg_class c
left join pg_index i on i.indexrelid = c.oid
join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'v', 'm', 'i', 'f') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
union all
-- What is dropped is still locked, and no longer in the catalog.
select l.relation, null, null, 0, array_agg(l.mode order by l.mode), null
from pg_locks l
where l.pid = pg_backend_pid() and l.locktype = 'relation'
  and l.database = (select oid from pg_database where datname = current_database())
  and l.mode <> 'AccessShareLock' and not exists (select from pg_class c where c.oid = l.relation)
group by l.relation
