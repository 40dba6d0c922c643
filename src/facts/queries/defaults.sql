select d.oid, n.name as schema, c.relname as name, a.attname as part,
       pg_get_expr(d.adbin, d.adrelid) as expression,
       case a.attgenerated when 's' then 'stored' when 'v' then 'virtual' end as generated,
       -- A default that the parent has too, word for word, may be either's.
       a.attinhcount > 0 and not a.attislocal as inherited
from pg_attrdef d
join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
join pg_class c on c.oid = d.adrelid
join ours n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'f', 'v')
