select h.object,
       format('gives %s %s, which it has from %s too: revoking one leaves the other', h.to_whom, h.privilege,
              string_agg(distinct o.to_whom, ', ')) as detail,
       format('REVOKE %s ON %s FROM %s', h.privilege, h.target, h.to_whom) as fix
from held h
join role r on r.oid = h.grantee
join held o on (o.class, o.oid, o.sub, o.privilege) = (h.class, h.oid, h.sub, h.privilege) and o.grantee <> h.grantee
    and (o.grantee = 0 or pg_has_role(h.grantee, o.grantee, 'USAGE'))
where h.sub = 0 and not r.rolsuper
group by h.object, h.target, h.to_whom, h.privilege
