select h.object,
       format('gives %s to every role, those that are made later too', string_agg(h.privilege, ', ' order by h.privilege)) as detail,
       format('REVOKE %s ON %s FROM PUBLIC', string_agg(h.privilege, ', ' order by h.privilege), h.target) as fix
from held h
where h.grantee = 0
  -- What PostgreSQL itself gives, and what other rules are about.
  and (h.kind, h.privilege) not in (
      ('database', 'CONNECT'), ('database', 'TEMPORARY'), ('routine', 'EXECUTE'), ('type', 'USAGE'),
      ('language', 'USAGE'), ('schema', 'CREATE')
  )
  and (h.object, h.privilege) <> ('schema public', 'USAGE')
group by h.object, h.target, h.sub
