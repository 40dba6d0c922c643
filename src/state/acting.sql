-- Of the roles in $1, those that the role that asks cannot act as, but may make itself a member of: it
-- administers them, makes them by the plan, or before PostgreSQL 16 may grant whatever is no superuser.
select wanted.name
from unnest($1::text[]) as wanted (name)
cross join (select rolsuper, rolcreaterole from pg_roles where rolname = current_user) as me
left join pg_roles r on r.rolname = wanted.name
where not me.rolsuper
  and not coalesce(pg_has_role(r.oid, 'USAGE'), false)
  and case
          when r.oid is null then me.rolcreaterole
          when pg_has_role(r.oid, 'USAGE WITH ADMIN OPTION') then true
          else me.rolcreaterole and not r.rolsuper and current_setting('server_version_num')::integer < 160000
      end
order by 1
