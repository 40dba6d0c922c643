select m.object, format('may make others members of %s', string_agg(distinct g.rolname, ', ')) as detail,
       string_agg(distinct format('REVOKE ADMIN OPTION FOR %I FROM %I', g.rolname, m.rolname), '; ') as fix
from pg_auth_members a
join role m on m.oid = a.member
join pg_roles g on g.oid = a.roleid
where a.admin_option and not m.rolsuper
  -- Who makes a role has this from the server itself since PostgreSQL 16.
  and not (a.grantor = 10 and m.rolcreaterole)
group by m.object
