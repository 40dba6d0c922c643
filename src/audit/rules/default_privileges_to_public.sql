select format('default privileges of %I', pg_get_userbyid(d.defaclrole)) as object,
       format('give %s to every role on the %s that it makes%s', string_agg(x.privilege_type, ', ' order by x.privilege_type),
           case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'routines'
           when 'T' then 'types' when 'n' then 'schemas' else 'large objects' end,
           ' in schema ' || quote_ident(n.nspname)) as detail,
       format('ALTER DEFAULT PRIVILEGES FOR ROLE %I%s REVOKE %s ON %s FROM PUBLIC', pg_get_userbyid(d.defaclrole),
           ' IN SCHEMA ' || quote_ident(n.nspname), string_agg(x.privilege_type, ', ' order by x.privilege_type),
           upper(case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'routines'
           when 'T' then 'types' when 'n' then 'schemas' else 'large objects' end)) as fix
from pg_default_acl d
left join pg_namespace n on n.oid = d.defaclnamespace
cross join aclexplode(d.defaclacl) x
where x.grantee = 0
  -- What is said for all schemas repeats what PostgreSQL itself gives.
  and (d.defaclnamespace <> 0 or d.defaclobjtype not in ('f', 'T'))
group by d.oid, d.defaclrole, d.defaclobjtype, n.nspname
