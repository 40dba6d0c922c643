select h.object, 'lets every role make objects in it, which others may run without meaning to' as detail,
       format('REVOKE CREATE ON %s FROM PUBLIC', h.target) as fix
from held h
where h.kind = 'schema' and h.privilege = 'CREATE' and h.grantee = 0
