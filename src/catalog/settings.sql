select r.rolname as role, s.setting, d.setdatabase <> 0 as in_database
from pg_db_role_setting d
join pg_roles r on r.oid = d.setrole
cross join unnest(d.setconfig) as s (setting)
where d.setdatabase in (0, (select oid from pg_database where datname = current_database()))
