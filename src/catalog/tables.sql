select s.name as schema,
       c.relname as name,
       pg_get_userbyid(c.relowner) as owner,
       obj_description(c.oid, 'pg_class') as comment,
       c.relpersistence = 'u' as unlogged,
       c.relrowsecurity as row_security,
       c.relforcerowsecurity as force_row_security,
       coalesce(c.reloptions, '{}') || array(
           select 'toast.' || o from pg_class t, unnest(t.reloptions) o where t.oid = c.reltoastrelid
       ) as storage_parameters,
       nullif(am.amname, 'heap') as access_method,
       ts.spcname as tablespace,
       c.relreplident as replica_identity,
       (
           select x.relname
           from pg_index i
           join pg_class x on x.oid = i.indexrelid
           where i.indrelid = c.oid and i.indisreplident
       ) as replica_index,
       (
           select x.relname
           from pg_index i
           join pg_class x on x.oid = i.indexrelid
           where i.indrelid = c.oid and i.indisclustered
       ) as cluster_on,
       case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end as partition_by,
       case when c.relispartition then pg_get_expr(c.relpartbound, c.oid) end as bound,
       coalesce((
           select json_agg(json_build_array(pn.nspname, p.relname) order by i.inhseqno)
           from pg_inherits i
           join pg_class p on p.oid = i.inhparent
           join pg_namespace pn on pn.oid = p.relnamespace
           where i.inhrelid = c.oid
       ), '[]') as parents
from pg_class c
join ours s on s.oid = c.relnamespace
left join pg_am am on am.oid = c.relam
left join pg_tablespace ts on ts.oid = c.reltablespace
where c.relkind in ('r', 'p')
  and not exists (
      select from member m where (m.classid, m.objid) = ('pg_class'::regclass, c.oid)
  )
