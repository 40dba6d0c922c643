select r.object,
       format('may SET ROLE to %s', string_agg(format('%I, which %s', p.rolname, case
           when p.rolsuper then 'is a superuser'
           when p.rolbypassrls then 'bypasses row security'
           else 'makes roles' end), '; ' order by p.rolname)) as detail,
       string_agg(format('REVOKE %I FROM …', p.rolname), '; ' order by p.rolname) as fix
from role r
cross join becomes b
join pg_roles p on p.oid <> r.oid and (p.rolsuper or p.rolcreaterole or p.rolbypassrls)
    and pg_has_role(r.oid, p.oid, b.how)
where r.rolcanlogin and not r.rolsuper
group by r.object
