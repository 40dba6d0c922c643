-- The routines of the database that are written here, with the rights that each runs with.
select case p.prokind when 'p' then 'procedure' else 'function' end as kind,
       n.nspname::text as schema, p.proname::text as name, oidvectortypes(p.proargtypes) as types,
       pg_get_functiondef(p.oid) as definition, coalesce(pg_get_function_sqlbody(p.oid), p.prosrc) as body,
       l.lanname::text as language, pg_get_userbyid(p.proowner)::text as owner,
       p.prosecdef as is_definer, p.prorettype in ('trigger'::regtype, 'event_trigger'::regtype) as is_trigger,
       (select string_to_array(replace(substr(c, 13), '"', ''), ', ')
        from unnest(p.proconfig) c where c like 'search_path=%') as search_path
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
join pg_language l on l.oid = p.prolang
where p.prokind in ('f', 'p')
  and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'pgspec')
  and not exists (
      select from pg_depend d where (d.classid, d.objid) = ('pg_proc'::regclass, p.oid) and d.deptype = 'e'
  )
order by 2, 3, 4
