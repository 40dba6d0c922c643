select shobj_description(d.oid, 'pg_database') as comment,
       coalesce(r.setconfig, '{}') as settings
from pg_database d
left join pg_db_role_setting r on (r.setdatabase, r.setrole) = (d.oid, 0)
where d.datname = current_database()
