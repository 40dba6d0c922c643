select h.object, format('lets %s make objects where most sessions look for names', h.to_whom) as detail,
       format('REVOKE CREATE ON %s FROM %s', h.target, h.to_whom) as fix
from held h
where h.object = 'schema public' and h.privilege = 'CREATE' and h.grantee <> 0
