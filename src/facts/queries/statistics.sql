select s.oid, n.name as schema, s.stxname as name,
       pg_get_userbyid(s.stxowner) as owner,
       -- Columns are stored in the order of their numbers, which says nothing.
       regexp_replace(pg_get_statisticsobjdef(s.oid), ' ON .* FROM ', ' ON ' || concat_ws(', ', (
           select string_agg(quote_ident(a.attname), ', ' order by a.attname collate "C")
           from unnest(s.stxkeys::int2[]) number
           join pg_attribute a on a.attrelid = s.stxrelid and a.attnum = number
       ), array_to_string(pg_get_statisticsobjdef_expressions(s.oid), ', ')) || ' FROM ') as definition,
       nullif(s.stxstattarget, -1)::int4 as target
from pg_statistic_ext s
join ours n on n.oid = s.stxnamespace
