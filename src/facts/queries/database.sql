select d.oid, ''::text as schema, ''::text as name,
       pg_get_userbyid(d.datdba) as owner,
       coalesce(d.datacl, acldefault('d', d.datdba))::text[] as acl
from pg_database d
where d.datname = current_database()
