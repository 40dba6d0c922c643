select c.oid, a.attnum::int4 as sub, n.name as schema, c.relname as name, a.attname as part,
       a.attnum::int4 as position,
       format_type(a.atttypid, a.atttypmod) as type,
       case when a.attcollation <> t.typcollation then a.attcollation::regcollation::text end as collation
from pg_attribute a
join pg_class c on c.oid = a.attrelid
join ours n on n.oid = c.relnamespace
join pg_type t on t.oid = a.atttypid
where c.relkind = 'c' and a.attnum > 0 and not a.attisdropped
