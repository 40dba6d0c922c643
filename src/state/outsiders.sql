-- Who is a member of a role in $1 and is none of these: not the superuser that the server was made with, nor who asks.
select u.rolname::text, r.rolname::text
from pg_auth_members m
join pg_roles r on r.oid = m.roleid
join pg_roles u on u.oid = m.member
where r.rolname = any ($1) and not u.rolname = any ($1)
  and u.oid <> 10 and u.rolname <> current_user and u.rolname !~ '^pg_'
