select t.oid, n.name as schema, c.relname as name, t.tgname as part,
       case c.relkind when 'v' then 'view' when 'f' then 'foreign table' else 'table' end as relation_kind,
       pg_get_triggerdef(t.oid) as definition,
       t.tgconstraint <> 0 as constraint,
       case t.tgenabled when 'D' then 'disable' when 'A' then 'enable always' when 'R' then 'enable replica' end as firing
from pg_trigger t
join pg_class c on c.oid = t.tgrelid
join ours n on n.oid = c.relnamespace
where not t.tgisinternal and t.tgparentid = 0
