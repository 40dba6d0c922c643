select s.oid, ''::text as schema, s.srvname as name,
       pg_get_userbyid(s.srvowner) as owner,
       w.fdwname as wrapper,
       s.srvtype as type,
       s.srvversion as version,
       s.srvoptions as options,
       coalesce(s.srvacl, acldefault('S', s.srvowner))::text[] as acl
from pg_foreign_server s
join pg_foreign_data_wrapper w on w.oid = s.srvfdw
