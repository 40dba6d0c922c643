-- What the CIS PostgreSQL benchmark asks of settings that SQL can read. A value that somebody chose is reported; one
-- that PostgreSQL ships only where the second parameter asks for it.
, asked (name, pattern, is_good, wanted, why) as (
    values {demands}
), here as (
    select oid from pg_database where datname = current_database()
), chosen as (
    select case when d.setrole <> 0 then format('role %I', pg_get_userbyid(d.setrole))
                when d.setdatabase = 0 then 'role ALL' else format('database %I', current_database()) end as object,
           split_part(c.setting, '=', 1) as name, substr(c.setting, strpos(c.setting, '=') + 1) as value,
           case when d.setrole <> 0 then format('ALTER ROLE %I', pg_get_userbyid(d.setrole))
                when d.setdatabase = 0 then 'ALTER ROLE ALL' else format('ALTER DATABASE %I', current_database()) end as alters
    from pg_db_role_setting d
    cross join unnest(d.setconfig) c (setting)
    where d.setdatabase in (0, (select oid from here))
    union all
    -- This one is kept as a number, and written in octal digits.
    select 'server', s.name, case s.name when 'log_file_mode' then current_setting(s.name) else s.reset_val end,
           'ALTER SYSTEM'
    from pg_settings s
    where s.source not in ('database', 'user', 'database user')
      -- The session itself says this one.
      and s.name <> 'standard_conforming_strings'
      and ($3::bool or s.sourcefile like '%postgresql.auto.conf' or (
          s.source <> 'default' and s.setting is distinct from s.boot_val
          and s.name not in ('shared_preload_libraries', 'log_file_mode')
      ))
)
select c.object, format('has %s set to `%s`: %s', c.name, c.value, a.why) as detail,
       format('%s SET %s = %L', c.alters, c.name, a.wanted) as fix
from chosen c
join asked a on a.name = lower(c.name) and (c.value ~ a.pattern) <> a.is_good
