select b.object, format('is a member of %s%s, which %s, whatever is granted and whatever is made later', b.of_role, b.through,
       case b.of_role when 'pg_read_all_data' then 'reads every table'
                      when 'pg_write_all_data' then 'changes every table'
                      else 'maintains every table' end) as detail,
       b.fix
from belongs b
where b.of_role in ('pg_read_all_data', 'pg_write_all_data', 'pg_maintain')
