select r.object, format('is a member of %s, which %s, whatever is granted and whatever is made later', g.rolname,
       case g.rolname when 'pg_read_all_data' then 'reads every table'
                      when 'pg_write_all_data' then 'changes every table'
                      else 'maintains every table' end) as detail,
       format('REVOKE %I FROM %I', g.rolname, r.rolname) as fix
from role r
join pg_auth_members m on m.member = r.oid
join pg_roles g on g.oid = m.roleid
where g.rolname in ('pg_read_all_data', 'pg_write_all_data', 'pg_maintain')
group by r.object, r.rolname, g.rolname
