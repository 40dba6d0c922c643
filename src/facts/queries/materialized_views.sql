select c.oid, n.name as schema, c.relname as name,
       pg_get_userbyid(c.relowner) as owner,
       coalesce(c.relacl, acldefault('r', c.relowner))::text[] as acl,
       rtrim(pg_get_viewdef(c.oid), ';') as definition,
       c.reloptions as options,
       nullif(am.amname, 'heap')::text as access_method,
       ts.spcname::text as tablespace,
       (
           select x.relname::text from pg_index i join pg_class x on x.oid = i.indexrelid
           where i.indrelid = c.oid and i.indisclustered
       ) as clustered_on
from pg_class c
join ours n on n.oid = c.relnamespace
left join pg_am am on am.oid = c.relam
left join pg_tablespace ts on ts.oid = c.reltablespace
where c.relkind = 'm'
