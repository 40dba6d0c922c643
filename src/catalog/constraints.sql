select s.name as schema,
       c.relname as relation,
       k.conname as name,
       k.contype as kind,
       k.condeferrable as deferrable,
       k.condeferred as initially_deferred,
       not k.convalidated as not_valid,
       obj_description(k.oid, 'pg_constraint') as comment,
       array(
           select a.attname
           from unnest(k.conkey) with ordinality as u (number, place)
           join pg_attribute a on (a.attrelid, a.attnum) = (k.conrelid, u.number)
           order by u.place
       ) as columns,
       array(
           select a.attname
           from unnest(i.indkey::int2[]) with ordinality as u (number, place)
           join pg_attribute a on (a.attrelid, a.attnum) = (k.conrelid, u.number)
           where u.place > i.indnkeyatts
           order by u.place
       ) as include,
       coalesce(i.indnullsnotdistinct, false) as nulls_not_distinct,
       coalesce(ic.reloptions, '{}') as storage_parameters,
       ts.spcname as tablespace,
       -- Columns of PostgreSQL 18.
       coalesce((to_jsonb(k) ->> 'conperiod')::boolean, false) as period,
       not coalesce((to_jsonb(k) ->> 'conenforced')::boolean, true) as not_enforced,
       case when k.contype = 'c' then pg_get_expr(k.conbin, k.conrelid) end as expression,
       k.connoinherit as no_inherit,
       tn.nspname as target_schema,
       t.relname as target_name,
       array(
           select a.attname
           from unnest(k.confkey) with ordinality as u (number, place)
           join pg_attribute a on (a.attrelid, a.attnum) = (k.confrelid, u.number)
           order by u.place
       ) as target_columns,
       k.confupdtype as on_update,
       k.confdeltype as on_delete,
       array(
           select a.attname
           from unnest(k.confdelsetcols) with ordinality as u (number, place)
           join pg_attribute a on (a.attrelid, a.attnum) = (k.conrelid, u.number)
           order by u.place
       ) as on_delete_columns,
       k.confmatchtype = 'f' as match_full,
       case when k.contype = 'x' then regexp_replace(
           substr(pg_get_constraintdef(k.oid), length('EXCLUDE ') + 1),
           '( DEFERRABLE)?( INITIALLY DEFERRED)?$', ''
       ) end as exclusion
from pg_constraint k
join pg_class c on c.oid = k.conrelid
join ours s on s.oid = c.relnamespace
left join pg_index i on i.indexrelid = k.conindid and k.contype in ('p', 'u')
left join pg_class ic on ic.oid = i.indexrelid
left join pg_tablespace ts on ts.oid = ic.reltablespace
left join pg_class t on t.oid = k.confrelid
left join pg_namespace tn on tn.oid = t.relnamespace
-- Not null (`n`, PostgreSQL 18) belongs to the column, constraint triggers (`t`) to the triggers;
-- what a parent hands down is the parent's.
where c.relkind in ('r', 'p')
  and k.contype not in ('n', 't')
  and k.conparentid = 0
  and k.conislocal
