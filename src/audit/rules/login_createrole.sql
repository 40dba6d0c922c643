select r.object, 'may log in and make roles, or change those that there are' as detail,
       format('ALTER ROLE %I NOCREATEROLE', r.rolname) as fix
from role r
where r.rolcanlogin and r.rolcreaterole and not r.rolsuper
