select r.object,
       format('may %s rows of %s, and read no column: it cannot say which', lower(string_agg(distinct h.privilege, ' and ')),
              t.name) as detail,
       format('GRANT SELECT ON %s TO %I', t.name, r.rolname) as fix
from held h
join role r on r.oid = h.grantee
join relation t on t.oid = h.oid
where h.kind in ('table', 'column') and h.privilege in ('UPDATE', 'DELETE')
  and not has_any_column_privilege(r.oid, t.oid, 'SELECT')
group by r.object, r.rolname, t.name
