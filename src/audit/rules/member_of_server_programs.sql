select b.object, format('is a member of %s%s, which %s the server: from there, anything is reached', b.of_role, b.through,
       case b.of_role when 'pg_execute_server_program' then 'runs programs on'
                      when 'pg_read_server_files' then 'reads files of'
                      else 'writes files of' end) as detail,
       b.fix
from belongs b
where b.of_role in ('pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files')
