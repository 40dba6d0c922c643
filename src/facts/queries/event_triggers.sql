select e.oid, ''::text as schema, e.evtname as name,
       pg_get_userbyid(e.evtowner) as owner,
       e.evtevent::text as event,
       e.evtfoid::regproc::text as function,
       e.evttags as tags,
       case e.evtenabled when 'D' then 'disable' when 'A' then 'enable always' when 'R' then 'enable replica' end as firing
from pg_event_trigger e
