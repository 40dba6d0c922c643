select oid, ''::text as schema, lanname as name,
       pg_get_userbyid(lanowner) as owner,
       lanpltrusted as trusted,
       nullif(lanplcallfoid, 0)::regproc::text as handler,
       nullif(laninline, 0)::regproc::text as inline,
       nullif(lanvalidator, 0)::regproc::text as validator,
       coalesce(lanacl, acldefault('l', lanowner))::text[] as acl
from pg_language
where oid >= 16384
