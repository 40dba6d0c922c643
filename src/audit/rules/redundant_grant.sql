select h.object,
       format('gives %s %s, which it has from %s too: revoking one leaves the other', h.to_whom, h.privilege,
              string_agg(distinct o.to_whom, ', ')) as detail,
       format('REVOKE %s%s ON %s FROM %s', h.privilege, ' (' || quote_ident(a.attname) || ')', h.target, h.to_whom) as fix
from held h
join role r on r.oid = h.grantee
join held o on (o.class, o.oid, o.privilege) = (h.class, h.oid, h.privilege) and o.sub in (0, h.sub)
    and o.grantee <> h.grantee
    -- Who may grant on has more than who may not.
    and o.grantable >= h.grantable
    and (o.grantee = 0 or pg_has_role(h.grantee, o.grantee, 'USAGE'))
left join pg_attribute a on a.attrelid = h.oid and a.attnum = h.sub and h.kind = 'column'
where not r.rolsuper
  -- What PostgreSQL itself gives to everybody.
  and not (o.grantee = 0 and (
      (h.kind, h.privilege) in (('database', 'CONNECT'), ('database', 'TEMPORARY'), ('routine', 'EXECUTE'), ('type', 'USAGE'), ('language', 'USAGE'))
      or (h.object, h.privilege) = ('schema public', 'USAGE')
  ))
group by h.object, h.target, h.to_whom, h.privilege, a.attname
