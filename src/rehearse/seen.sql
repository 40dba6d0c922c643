-- $1: the relations that were there before the plan; $2: whether also those that this transaction has
-- not touched.
with locks as (
    select l.relation,
           -- Every query that reads takes ACCESS SHARE, this one too.
           coalesce(array_agg(l.mode order by l.mode) filter (where l.mode <> 'AccessShareLock'), '{}') as modes
    from pg_locks l
    where l.pid = pg_backend_pid() and l.locktype = 'relation' and l.relation = any ($1::oid[])
      and l.database = (select oid from pg_database where datname = current_database())
    group by l.relation
)
select c.oid,
       c.oid::regclass::text,
       pg_relation_filenode(c.oid),
       case when c.relkind in ('r', 'm') then coalesce(pg_stat_get_xact_numscans(c.oid), 0) else 0 end,
       coalesce(l.modes, '{}'),
       i.indrelid
from pg_class c
left join locks l on l.relation = c.oid
left join pg_index i on i.indexrelid = c.oid
where c.oid = any ($1::oid[]) and ($2 or l.relation is not null)
union all
-- What is dropped is still locked, and no longer in the catalog.
select l.relation, null, null, 0, l.modes, null
from locks l
where not exists (select from pg_class c where c.oid = l.relation)
