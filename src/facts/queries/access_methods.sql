select oid, ''::text as schema, amname as name,
       case amtype when 'i' then 'index' when 't' then 'table' else amtype::text end as type,
       amhandler::regproc::text as handler
from pg_am
where oid >= 16384
