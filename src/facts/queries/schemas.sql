select n.oid, ''::text as schema, n.nspname as name,
       pg_get_userbyid(n.nspowner) as owner,
       coalesce(n.nspacl, acldefault('n', n.nspowner))::text[] as acl
from pg_namespace n
join ours on ours.oid = n.oid
