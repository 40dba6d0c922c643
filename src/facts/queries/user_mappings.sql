-- `umoptions` is null for who may not see it. Secrets stay on the server, see `unknown.sql`.
select umid as oid, ''::text as schema, srvname as name,
       case when umuser = 0 then '' else usename::text end as part,
       array(select o from unnest(umoptions) o where o !~* '^[^=]*(password|passwd|secret|token|private_key)[^=]*=') as options
from pg_user_mappings
