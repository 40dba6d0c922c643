select m.rolname as member,
       g.rolname as role,
       bool_or(a.admin_option) as admin,
       -- The options per membership are of PostgreSQL 16; before, the member's own attribute counts.
       bool_or(coalesce((to_jsonb(a) ->> 'inherit_option')::boolean, m.rolinherit)) as inherit,
       bool_or(coalesce((to_jsonb(a) ->> 'set_option')::boolean, true)) as set
from pg_auth_members a
join pg_roles m on m.oid = a.member
join pg_roles g on g.oid = a.roleid
group by m.rolname, g.rolname
