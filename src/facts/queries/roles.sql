select r.oid, ''::text as schema, r.rolname as name,
       array[
           case when r.rolsuper then 'superuser' else 'nosuperuser' end,
           case when r.rolinherit then 'inherit' else 'noinherit' end,
           case when r.rolcreaterole then 'createrole' else 'nocreaterole' end,
           case when r.rolcreatedb then 'createdb' else 'nocreatedb' end,
           case when r.rolcanlogin then 'login' else 'nologin' end,
           case when r.rolreplication then 'replication' else 'noreplication' end,
           case when r.rolbypassrls then 'bypassrls' else 'nobypassrls' end,
           'connection limit ' || r.rolconnlimit,
           'valid until ' || quote_literal(nullif(r.rolvaliduntil, 'infinity')::text)
       ] as options
from pg_roles r
where r.rolname !~ '^pg_' and r.oid <> 10
