-- Of a role in every database, of this database, and of a role in this database.
select 0::oid as oid, case when s.setdatabase = 0 then '' else 'database' end as schema,
       coalesce(r.rolname, '') as name, split_part(c.setting, '=', 1) as part,
       substr(c.setting, strpos(c.setting, '=') + 1) as value
from pg_db_role_setting s
cross join unnest(s.setconfig) as c (setting)
left join pg_roles r on r.oid = s.setrole
where s.setdatabase in (0, (select oid from pg_database where datname = current_database()))
  and (s.setrole = 0 or r.rolname !~ '^pg_' and r.oid <> 10)
