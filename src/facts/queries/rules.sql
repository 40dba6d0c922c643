select r.oid, n.name as schema, c.relname as name, r.rulename as part,
       case c.relkind when 'v' then 'view' when 'm' then 'materialized view' else 'table' end as relation_kind,
       rtrim(pg_get_ruledef(r.oid), ';') as definition,
       case r.ev_enabled when 'D' then 'disable' when 'A' then 'enable always' when 'R' then 'enable replica' end as firing
from pg_rewrite r
join pg_class c on c.oid = r.ev_class
join ours n on n.oid = c.relnamespace
where r.rulename <> '_RETURN'
