select classoid as class, objoid as oid, 0 as sub, description as comment
from pg_shdescription
where classoid = 'pg_authid'::regclass
   or (classoid = 'pg_database'::regclass and objoid = (select oid from pg_database where datname = current_database()))
