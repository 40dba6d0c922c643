select s.oid, n.name as schema, s.stxname as name,
       pg_get_userbyid(s.stxowner) as owner,
       pg_get_statisticsobjdef(s.oid) as definition,
       nullif(s.stxstattarget, -1)::int4 as target
from pg_statistic_ext s
join ours n on n.oid = s.stxnamespace
