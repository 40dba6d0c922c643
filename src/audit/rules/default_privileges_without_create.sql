select format('default privileges of %I', pg_get_userbyid(d.defaclrole)) as object,
       format('are for %s%s, and it cannot make any there', case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'routines'
           when 'T' then 'types' when 'n' then 'schemas' else 'large objects' end,
              ' in schema ' || quote_ident(n.nspname)) as detail,
       'ALTER DEFAULT PRIVILEGES FOR ROLE … of the role that makes them' as fix
from pg_default_acl d
left join pg_namespace n on n.oid = d.defaclnamespace
where case
    when d.defaclobjtype = 'L' then false
    when d.defaclobjtype = 'n' then not has_database_privilege(d.defaclrole, current_database(), 'CREATE')
    when n.oid is not null then not has_schema_privilege(d.defaclrole, n.oid, 'CREATE')
    else not exists (select from ours o where has_schema_privilege(d.defaclrole, o.oid, 'CREATE'))
        and not has_database_privilege(d.defaclrole, current_database(), 'CREATE')
end
