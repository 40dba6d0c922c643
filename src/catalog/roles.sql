select r.rolname as name,
       r.rolcanlogin as login,
       r.rolsuper as superuser,
       r.rolcreatedb as createdb,
       r.rolcreaterole as createrole,
       r.rolinherit as inherit,
       r.rolreplication as replication,
       r.rolbypassrls as bypassrls,
       nullif(r.rolconnlimit, -1) as connection_limit,
       nullif(r.rolvaliduntil, 'infinity')::text as valid_until,
       shobj_description(r.oid, 'pg_authid') as comment
from pg_roles r
