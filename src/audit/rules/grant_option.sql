select h.object, format('lets %s grant %s on to whomever it likes', h.to_whom,
                        string_agg(h.privilege, ', ' order by h.privilege)) as detail,
       format('REVOKE GRANT OPTION FOR %s ON %s FROM %s', string_agg(h.privilege, ', ' order by h.privilege), h.target,
              h.to_whom) as fix
from held h
where h.grantable
group by h.object, h.target, h.sub, h.to_whom
union all
select format('default privileges of %I', pg_get_userbyid(d.defaclrole)),
       format('let %s grant %s to whomever it likes, on the %s that are made%s', x.to_whom, x.words, k.kind,
              ' in schema ' || quote_ident(n.nspname)),
       format('ALTER DEFAULT PRIVILEGES FOR ROLE %I%s REVOKE GRANT OPTION FOR %s ON %s FROM %s', pg_get_userbyid(d.defaclrole),
              ' IN SCHEMA ' || quote_ident(n.nspname), x.words, upper(k.kind), x.to_whom)
from pg_default_acl d
left join pg_namespace n on n.oid = d.defaclnamespace
cross join lateral (
    select case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'routines'
           when 'T' then 'types' when 'n' then 'schemas' else 'large objects' end as kind
) k
cross join lateral (
    select quote_ident(pg_get_userbyid(a.grantee)) as to_whom,
           string_agg(a.privilege_type, ', ' order by a.privilege_type) as words
    from aclexplode(d.defaclacl) a
    where a.is_grantable and a.grantee <> d.defaclrole
    group by a.grantee
) x
