select r.object, 'may log in, and nothing ends its statements or its idle transactions' as detail,
       format('ALTER ROLE %I SET statement_timeout = …', r.rolname) as fix
from role r
where r.rolcanlogin and not exists (
    select
    from pg_db_role_setting s
    cross join unnest(s.setconfig) c (setting)
    where s.setrole in (r.oid, 0)
      and s.setdatabase in (0, (select oid from pg_database where datname = current_database()))
      and c.setting ~* '^(statement_timeout|idle_in_transaction_session_timeout|transaction_timeout)=[^0]'
) and not exists (
    select from pg_settings
    where name in ('statement_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout')
      and source in ('configuration file', 'command line') and setting <> '0'
)
