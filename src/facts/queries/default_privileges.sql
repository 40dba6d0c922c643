select d.oid, coalesce(n.nspname, '') as schema, pg_get_userbyid(d.defaclrole) as name,
       case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions'
           when 'T' then 'types' when 'n' then 'schemas' when 'L' then 'large objects' else d.defaclobjtype::text end as part,
       pg_get_userbyid(d.defaclrole) as relation_owner,
       d.defaclacl::text[] as acl
from pg_default_acl d
left join pg_namespace n on n.oid = d.defaclnamespace
