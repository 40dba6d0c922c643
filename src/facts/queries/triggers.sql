select t.oid, n.name as schema, c.relname as name, t.tgname as part,
       case c.relkind when 'v' then 'view' when 'f' then 'foreign table' else 'table' end as relation_kind,
       pg_get_triggerdef(t.oid) as definition,
       t.tgconstraint <> 0 as constraint,
       case t.tgenabled when 'D' then 'disable' when 'A' then 'enable always' when 'R' then 'enable replica' end as firing,
       false as of_parent
from pg_trigger t
join pg_class c on c.oid = t.tgrelid
join ours n on n.oid = c.relnamespace
where not t.tgisinternal and t.tgparentid = 0
union all
-- What a partition has from its parent, and fires otherwise.
select t.oid, n.name, c.relname, t.tgname, 'table', null, null,
       case t.tgenabled when 'D' then 'disable' when 'A' then 'enable always' when 'R' then 'enable replica' else 'enable' end,
       true
from pg_trigger t
join pg_trigger p on p.oid = t.tgparentid
join pg_class c on c.oid = t.tgrelid
join ours n on n.oid = c.relnamespace
where t.tgenabled <> p.tgenabled
  and not exists (select from pg_constraint k where k.oid = t.tgconstraint and k.contype = 'f')
