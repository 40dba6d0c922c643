select r.object, 'may log in, and row security does not hold for it' as detail,
       format('ALTER ROLE %I NOBYPASSRLS', r.rolname) as fix
from role r
where r.rolcanlogin and r.rolbypassrls and not r.rolsuper
