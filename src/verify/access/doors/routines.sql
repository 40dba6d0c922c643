-- Routines that run with their owner's rights; of those that are triggers a row for each statement that fires
-- them, on each table.
select case p.prokind when 'p' then 'procedure' else 'function' end as kind,
       n.nspname::text as schema, p.proname::text as name, oidvectortypes(p.proargtypes) as types,
       pg_get_functiondef(p.oid) as definition, p.prosrc as body, pg_get_userbyid(p.proowner)::text as owner,
       coalesce((select string_to_array(replace(substr(c, 13), '"', ''), ', ')
                 from unnest(p.proconfig) c where c like 'search_path=%'), '{}') as search_path,
       fired.trigger, fired.schema as table_schema, fired.name as table_name, fired.privilege
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
left join lateral (
    select t.tgname::text as trigger, rn.nspname::text as schema, r.relname::text as name, e.privilege
    from pg_trigger t
    join pg_class r on r.oid = t.tgrelid
    join pg_namespace rn on rn.oid = r.relnamespace
    join (values (4, 'INSERT'), (8, 'DELETE'), (16, 'UPDATE'), (32, 'TRUNCATE')) as e (bit, privilege)
        on t.tgtype & e.bit > 0
    where t.tgfoid = p.oid and not t.tgisinternal and t.tgenabled <> 'D'
) as fired on true
where p.prosecdef and p.prokind in ('f', 'p')
  and (fired.trigger is not null or p.prorettype not in ('trigger'::regtype, 'event_trigger'::regtype))
  and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'pgspec')
  and not exists (
      select from pg_depend d where (d.classid, d.objid) = ('pg_proc'::regclass, p.oid) and d.deptype = 'e'
  )
order by 2, 3, 4, table_schema, table_name, trigger, privilege
