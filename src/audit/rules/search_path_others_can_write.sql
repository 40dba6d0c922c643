select case when s.setrole <> 0 then format('role %I', pg_get_userbyid(s.setrole))
            when s.setdatabase = 0 then 'role ALL' else format('database %I', current_database()) end as object,
       format('looks for names in schema %I, where %s can make objects', n.nspname,
              string_agg(distinct h.to_whom, ', ')) as detail,
       string_agg(distinct format('REVOKE CREATE ON SCHEMA %I FROM %s', n.nspname, h.to_whom), '; ') as fix
from pg_db_role_setting s
cross join unnest(s.setconfig) c (setting)
cross join unnest(string_to_array(substr(c.setting, length('search_path=') + 1), ',')) p (name)
join ours n on n.nspname = trim(both '" ' from p.name)
join held h on h.kind = 'schema' and h.oid = n.oid and h.privilege = 'CREATE'
    -- What is set for all, is for each that may write there too.
    and (s.setrole = 0 or h.grantee <> s.setrole)
where c.setting ilike 'search_path=%'
  and s.setdatabase in (0, (select oid from pg_database where datname = current_database()))
group by s.setrole, s.setdatabase, n.nspname
