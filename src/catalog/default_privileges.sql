, declared as (
    select d.oid, x.grantee, x.privilege_type, bool_or(x.is_grantable) as is_grantable
    from pg_default_acl d
    cross join aclexplode(d.defaclacl) x
    where x.grantee <> d.defaclrole
    group by d.oid, x.grantee, x.privilege_type
), built_in as (
    -- What is declared for one schema adds; what is declared for all replaces the built-in.
    select d.oid, x.grantee, x.privilege_type
    from pg_default_acl d
    cross join aclexplode(acldefault(case d.defaclobjtype when 'S' then 's' else d.defaclobjtype end, d.defaclrole)) x
    where d.defaclnamespace = 0 and x.grantee <> d.defaclrole
), difference as (
    select oid, grantee, privilege_type, is_grantable
    from declared
    where (oid, grantee, privilege_type) not in (select oid, grantee, privilege_type from built_in)
    union all
    select oid, grantee, null, false
    from built_in
    where (oid, grantee, privilege_type) not in (select oid, grantee, privilege_type from declared)
)
select pg_get_userbyid(d.defaclrole) as creator,
       n.nspname as schema,
       d.defaclobjtype as kind,
       coalesce(r.rolname, 'public') as grantee,
       lower(x.privilege_type) as privilege,
       x.is_grantable as grantable
from difference x
join pg_default_acl d on d.oid = x.oid
left join pg_namespace n on n.oid = d.defaclnamespace
left join pg_roles r on r.oid = x.grantee
