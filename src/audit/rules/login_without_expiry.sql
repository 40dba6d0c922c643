select r.object, 'may log in, and its password never ends' as detail,
       format('ALTER ROLE %I VALID UNTIL …', r.rolname) as fix
from role r
where r.rolcanlogin and (r.rolvaliduntil is null or r.rolvaliduntil = 'infinity')
