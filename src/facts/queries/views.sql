select c.oid, n.name as schema, c.relname as name,
       pg_get_userbyid(c.relowner) as owner,
       coalesce(c.relacl, acldefault('r', c.relowner))::text[] as acl,
       rtrim(pg_get_viewdef(c.oid), ';') as definition,
       c.reloptions as options
from pg_class c
join ours n on n.oid = c.relnamespace
where c.relkind = 'v'
