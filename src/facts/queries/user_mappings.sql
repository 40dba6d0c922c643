-- `umoptions` is null for who may not see it. Secrets stay on the server: of them, only that they are there.
select umid as oid, ''::text as schema, srvname as name,
       case when umuser = 0 then '' else usename::text end as part,
       array(
           select case when o ~* pattern then split_part(o, '=', 1) || '=' else o end
           from unnest(umoptions) o
       ) as options
from pg_user_mappings, secret
