-- The options came with 16; before, SET was always there and INHERIT was the member's.
select m.roleid as oid, ''::text as schema, r.rolname as name, u.rolname as part,
       bool_or(m.admin_option) as admin,
       case when current_setting('server_version_num')::int >= 160000 then bool_or((to_jsonb(m) ->> 'inherit_option')::boolean)::text end as inherit,
       case when current_setting('server_version_num')::int >= 160000 then bool_or((to_jsonb(m) ->> 'set_option')::boolean)::text end as set
from pg_auth_members m
join pg_roles r on r.oid = m.roleid
join pg_roles u on u.oid = m.member
where u.rolname !~ '^pg_' and u.oid <> 10
group by m.roleid, r.rolname, u.rolname
