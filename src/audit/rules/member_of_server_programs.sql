select r.object, format('is a member of %s, which %s the server: from there, anything is reached', g.rolname,
       case g.rolname when 'pg_execute_server_program' then 'runs programs on'
                      when 'pg_read_server_files' then 'reads files of'
                      else 'writes files of' end) as detail,
       format('REVOKE %I FROM %I', g.rolname, r.rolname) as fix
from role r
join pg_auth_members m on m.member = r.oid
join pg_roles g on g.oid = m.roleid
where g.rolname in ('pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files')
group by r.object, r.rolname, g.rolname
