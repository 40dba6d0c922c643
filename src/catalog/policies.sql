select s.name as schema,
       c.relname as relation,
       p.polname as name,
       p.polcmd as command,
       not p.polpermissive as restrictive,
       array(
           select coalesce(r.rolname, 'public')
           from unnest(p.polroles) as u (role)
           left join pg_roles r on r.oid = u.role
           order by 1
       ) as roles,
       pg_get_expr(p.polqual, p.polrelid) as using,
       pg_get_expr(p.polwithcheck, p.polrelid) as with_check,
       obj_description(p.oid, 'pg_policy') as comment
from pg_policy p
join pg_class c on c.oid = p.polrelid
join ours s on s.oid = c.relnamespace
