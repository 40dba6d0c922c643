select oid, ''::text as schema, fdwname as name,
       pg_get_userbyid(fdwowner) as owner,
       nullif(fdwhandler, 0)::regproc::text as handler,
       nullif(fdwvalidator, 0)::regproc::text as validator,
       fdwoptions as options,
       coalesce(fdwacl, acldefault('F', fdwowner))::text[] as acl
from pg_foreign_data_wrapper
where oid >= 16384
