-- They belong to the superuser that the server was made with, whatever its name.
select p.oid, ''::text as schema, p.parname as name,
       pg_get_userbyid(10) as relation_owner,
       p.paracl::text[] as acl,
       acldefault('p', 10)::text[] as initial_acl
from pg_parameter_acl p
