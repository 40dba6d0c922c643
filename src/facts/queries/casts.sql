select c.oid, ''::text as schema, format_type(c.castsource, null) as name, format_type(c.casttarget, null) as part,
       case c.castcontext when 'a' then 'as assignment' when 'i' then 'as implicit' end as context,
       case c.castmethod when 'f' then 'with function ' || c.castfunc::regprocedure
           when 'i' then 'with inout' else 'without function' end as method
from pg_cast c
where c.oid >= 16384
  and not exists (
      select from pg_depend d
      where d.classid = 'pg_cast'::regclass and d.objid = c.oid and d.deptype = 'i'
  )
