-- `umoptions` is null for who may not see it.
select umid as oid, ''::text as schema, srvname as name,
       case when umuser = 0 then '' else usename::text end as part,
       umoptions as options
from pg_user_mappings
