select r.object, 'may log in and passes every check' as detail,
       format('ALTER ROLE %I NOSUPERUSER', r.rolname) as fix
from role r
where r.rolcanlogin and r.rolsuper
