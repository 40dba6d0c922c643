-- What the CIS PostgreSQL benchmark asks of settings that SQL can read. A value that somebody chose is reported; one
-- that PostgreSQL ships only where the second parameter asks for it.
, asked (name, bad, wanted, why) as (
    values
        ('ssl', '^off$', 'on', 'passwords and data cross the network in the clear'),
        ('ssl_min_protocol_version', '^(TLSv1|TLSv1\.1)?$', 'TLSv1.2', 'older versions are broken'),
        ('password_encryption', '^md5$', 'scram-sha-256', 'an MD5 verifier is as good as the password'),
        ('log_connections', '^(off)?$', 'on', 'who came is not known'),
        ('log_disconnections', '^off$', 'on', 'how long a session took is not known'),
        ('log_statement', '^none$', 'ddl', 'who changed a definition is not known'),
        ('log_replication_commands', '^off$', 'on', 'who copied the cluster is not known'),
        ('log_line_prefix', '^(?!(?=.*%u)(?=.*%d)(?=.*(%m|%t|%n)))', '%m [%p]: [%l-1] db=%d,user=%u,app=%a,client=%h ',
         'a line of the log does not say when, who and where'),
        ('log_error_verbosity', '^(terse|default)$', 'verbose', 'errors are logged without their place'),
        ('log_hostname', '^on$', 'off', 'each connection waits for the name service'),
        ('log_min_messages', '^(error|log|fatal|panic)$', 'warning', 'warnings are not logged'),
        ('log_min_error_statement', '^(log|fatal|panic)$', 'error', 'statements that failed are not logged'),
        ('log_file_mode', '^(?!0?600$)', '0600', 'others read the log, which may hold data'),
        ('log_truncate_on_rotation', '^off$', 'on', 'old lines stay among the new'),
        ('logging_collector', '^off$', 'on', 'what goes to stderr may be lost'),
        ('debug_print_parse', '^on$', 'off', 'the log holds statements with their data'),
        ('debug_print_rewritten', '^on$', 'off', 'the log holds statements with their data'),
        ('debug_print_plan', '^on$', 'off', 'the log holds statements with their data'),
        ('debug_pretty_print', '^off$', 'on', 'what is printed cannot be read'),
        ('shared_preload_libraries', '^(?!.*pgaudit)', 'pgaudit', 'reads and writes leave no trail'),
        ('archive_mode', '^off$', 'on', 'there is no going back to a point in time'),
        ('row_security', '^off$', 'on', 'a query that a policy would narrow fails'),
        ('session_replication_role', '^(replica|local)$', 'origin', 'triggers and foreign keys are passed over'),
        ('lo_compat_privileges', '^on$', 'off', 'privileges on large objects do not hold'),
        ('allow_system_table_mods', '^on$', 'off', 'the catalogs can be changed by hand')
), here as (
    select oid from pg_database where datname = current_database()
), chosen as (
    select case when d.setrole = 0 then format('database %I', current_database())
                else format('role %I', pg_get_userbyid(d.setrole)) end as object,
           split_part(c.setting, '=', 1) as name, substr(c.setting, strpos(c.setting, '=') + 1) as value,
           case when d.setrole = 0 then format('ALTER DATABASE %I', current_database())
                else format('ALTER ROLE %I', pg_get_userbyid(d.setrole)) end as alters
    from pg_db_role_setting d
    cross join unnest(d.setconfig) c (setting)
    where d.setdatabase in (0, (select oid from here))
    union all
    select 'server', s.name, s.reset_val, 'ALTER SYSTEM'
    from pg_settings s
    where s.source not in ('database', 'user', 'database user')
      and ($2::bool or s.sourcefile like '%postgresql.auto.conf' or (
          s.source <> 'default' and s.setting is distinct from s.boot_val
          and s.name not in ('shared_preload_libraries', 'log_file_mode')
      ))
)
select c.object, format('has %s set to `%s`: %s', c.name, c.value, a.why) as detail,
       format('%s SET %s = %L', c.alters, c.name, a.wanted) as fix
from chosen c
join asked a on a.name = lower(c.name) and c.value ~ a.bad
