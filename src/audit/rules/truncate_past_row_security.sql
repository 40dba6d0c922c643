select h.object, format('has row security, and %s may empty it, and no policy is asked', h.to_whom) as detail,
       format('REVOKE TRUNCATE ON %s FROM %s', h.target, h.to_whom) as fix
from held h
join relation r on r.oid = h.oid and r.protected
where h.kind in ('table', 'column') and h.privilege = 'TRUNCATE'
