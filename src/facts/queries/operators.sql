select o.oid, n.name as schema, o.oprname as name,
       coalesce(nullif(o.oprleft, 0)::regtype::text, 'none') || ', ' || coalesce(nullif(o.oprright, 0)::regtype::text, 'none') as part,
       pg_get_userbyid(o.oprowner) as owner,
       o.oprcode::regproc::text as function,
       nullif(o.oprleft, 0)::regtype::text as left,
       nullif(o.oprright, 0)::regtype::text as right,
       quote_ident(cn.nspname) || '.' || c.oprname as commutator,
       quote_ident(gn.nspname) || '.' || g.oprname as negator,
       nullif(o.oprrest, 0)::regproc::text as restrict,
       nullif(o.oprjoin, 0)::regproc::text as join,
       o.oprcanhash as hashes,
       o.oprcanmerge as merges
from pg_operator o
join ours n on n.oid = o.oprnamespace
left join pg_operator c on c.oid = o.oprcom
left join pg_namespace cn on cn.oid = c.oprnamespace
left join pg_operator g on g.oid = o.oprnegate
left join pg_namespace gn on gn.oid = g.oprnamespace
-- An operator that another one names before it exists is a shell.
where o.oprcode <> 0
