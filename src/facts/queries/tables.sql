select c.oid, n.name as schema, c.relname as name,
       pg_get_userbyid(c.relowner) as owner,
       coalesce(c.relacl, acldefault('r', c.relowner))::text[] as acl,
       case c.relkind when 'f' then 'foreign table' when 'p' then 'partitioned table' else 'table' end as type,
       c.relpersistence = 'u' as unlogged,
       c.relrowsecurity as row_security,
       c.relforcerowsecurity as force_row_security,
       c.reloptions as options,
       (select t.reloptions from pg_class t where t.oid = c.reltoastrelid) as toast_options,
       nullif(am.amname, 'heap')::text as access_method,
       ts.spcname::text as tablespace,
       case when c.relkind = 'f' then null else case c.relreplident when 'd' then null when 'n' then 'nothing' when 'f' then 'full' else 'index' end end as replica_identity,
       case when c.relreplident = 'i' then (
           select x.relname::text from pg_index i join pg_class x on x.oid = i.indexrelid
           where i.indrelid = c.oid and i.indisreplident
       ) end as replica_index,
       (
           select x.relname::text from pg_index i join pg_class x on x.oid = i.indexrelid
           where c.relhasindex and i.indrelid = c.oid and i.indisclustered
       ) as clustered_on,
       case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end as partition_by,
       case when c.relispartition then pg_get_expr(c.relpartbound, c.oid) end as bound,
       (
           select array_agg(quote_ident(pn.nspname) || '.' || quote_ident(p.relname) order by i.inhseqno)
           from pg_inherits i
           join pg_class p on p.oid = i.inhparent
           join pg_namespace pn on pn.oid = p.relnamespace
           where i.inhrelid = c.oid
       ) as parents,
       -- What it has from its parents, and would keep without them; behind a tab, the parent's name of it.
       case when c.relispartition or exists (select from pg_inherits i where i.inhrelid = c.oid) then (
           select array_agg(kept.words order by kept.words collate "C")
           from (
               select concat('constraint ', quote_ident(k.conname), E'\t', coalesce(
                          (select p.conname from pg_constraint p where p.oid = k.conparentid), k.conname)) as words
               from pg_constraint k
               where k.conrelid = c.oid and k.contype in ('p', 'u', 'x', 'f', 'c') and (k.conparentid <> 0 or not k.conislocal)
               union all
               select concat('index ', quote_ident(x.relname), E'\t', p.relname)
               from pg_index i
               join pg_class x on x.oid = i.indexrelid
               left join pg_inherits h on h.inhrelid = x.oid
               left join pg_class p on p.oid = h.inhparent
               where i.indrelid = c.oid and x.relispartition
                 and not exists (select from pg_constraint k where k.conindid = x.oid and k.contype in ('p', 'u', 'x'))
           ) kept
       ) end as attached,
       case when c.reloftype <> 0 then c.reloftype::regtype::text end as of_type,
       v.srvname::text as server,
       f.ftoptions as foreign_options
from pg_class c
join ours n on n.oid = c.relnamespace
left join pg_am am on am.oid = c.relam
left join pg_tablespace ts on ts.oid = c.reltablespace
left join pg_foreign_table f on f.ftrelid = c.oid
left join pg_foreign_server v on v.oid = f.ftserver
where c.relkind in ('r', 'p', 'f')
