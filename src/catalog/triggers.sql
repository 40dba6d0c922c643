select s.name as schema,
       c.relname as relation,
       t.tgname as name,
       t.tgconstraint <> 0 as constraint,
       t.tgenabled as firing,
       obj_description(t.oid, 'pg_trigger') as comment,
       substr(pg_get_triggerdef(t.oid), length(concat(
           'CREATE ', case when t.tgconstraint <> 0 then 'CONSTRAINT ' end, 'TRIGGER ',
           quote_ident(t.tgname), ' '
       )) + 1) as definition
from pg_trigger t
join pg_class c on c.oid = t.tgrelid
join ours s on s.oid = c.relnamespace
-- The copies that partitions get are the parent's.
where not t.tgisinternal and t.tgparentid = 0
