select r.object, 'may take every connection that the server has' as detail,
       format('ALTER ROLE %I CONNECTION LIMIT …', r.rolname) as fix
from role r
where r.rolcanlogin and r.rolconnlimit < 0
