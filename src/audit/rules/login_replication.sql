select r.object, 'may log in and copy the whole cluster, whatever is granted' as detail,
       format('ALTER ROLE %I NOREPLICATION', r.rolname) as fix
from role r
where r.rolcanlogin and r.rolreplication and not r.rolsuper
