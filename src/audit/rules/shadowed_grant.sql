select r.object,
       format('gives %s %s on %s, and on the whole table as well: revoking one leaves the other', c.to_whom, c.privilege,
              string_agg(quote_ident(a.attname), ', ' order by a.attnum)) as detail,
       format('REVOKE %s (%s) ON %s FROM %s', c.privilege, string_agg(quote_ident(a.attname), ', ' order by a.attnum), r.name,
              c.to_whom) as fix
from held c
join held w on (w.class, w.oid, w.sub, w.grantee, w.privilege) = (c.class, c.oid, 0, c.grantee, c.privilege)
join relation r on r.oid = c.oid
join pg_attribute a on a.attrelid = c.oid and a.attnum = c.sub
where c.kind = 'column'
group by r.object, r.name, c.to_whom, c.privilege
