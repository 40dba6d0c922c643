select r.rolname as role, s.setting
from pg_db_role_setting d
join pg_roles r on r.oid = d.setrole
cross join unnest(d.setconfig) as s (setting)
-- Those for one database are named among what is unknown.
where d.setdatabase = 0
