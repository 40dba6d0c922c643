-- What a parent hands down is the parent's; not null (`n`, 18) is the column's; `t` is the trigger's.
select k.oid, n.name as schema, c.relname as name, k.conname as part,
       case k.contype when 'p' then 'primary key' when 'u' then 'unique' when 'c' then 'check'
           when 'f' then 'foreign key' when 'x' then 'exclude' else k.contype::text end as type,
       regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID$', '') as definition,
       not k.convalidated as not_valid,
       k.condeferrable as deferrable,
       k.condeferred as deferred,
       (
           select array_agg(a.attname::text order by u.place)
           from unnest(k.conkey) with ordinality as u (number, place)
           join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.number
       ) as columns,
       fn.nspname::text as target_schema,
       f.relname::text as target,
       x.reloptions as index_options,
       xt.spcname::text as index_tablespace,
       od.description as index_comment
from pg_constraint k
join pg_class c on c.oid = k.conrelid
join ours n on n.oid = c.relnamespace
left join pg_class f on f.oid = k.confrelid
left join pg_namespace fn on fn.oid = f.relnamespace
left join pg_class x on x.oid = k.conindid and k.contype in ('p', 'u', 'x')
left join pg_tablespace xt on xt.oid = x.reltablespace
left join pg_description od on od.classoid = 'pg_class'::regclass and od.objoid = x.oid and od.objsubid = 0
where k.contype in ('p', 'u', 'c', 'f', 'x')
  and k.conparentid = 0
  and k.conislocal
