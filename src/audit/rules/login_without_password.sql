-- Superusers alone may look.
select r.object, 'may log in and has no password: whatever lets it in asks for none' as detail,
       format('ALTER ROLE %I PASSWORD …', r.rolname) as fix
from role r
join pg_authid a on a.oid = r.oid
where r.rolcanlogin and a.rolpassword is null
