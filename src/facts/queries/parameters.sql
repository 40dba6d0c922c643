select p.oid, ''::text as schema, p.parname as name,
       p.paracl::text[] as acl
from pg_parameter_acl p
