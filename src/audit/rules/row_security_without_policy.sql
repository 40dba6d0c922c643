select r.object,
       format('has row security and %s: nobody but who bypasses it sees a row',
              case when exists (select from policy p where p.relation = r.oid) then 'policies that only narrow' else 'no policy' end) as detail,
       format('CREATE POLICY … ON %s', r.name) as fix
from relation r
where r.protected
  and not exists (select from policy p where p.relation = r.oid and p.permissive)
  -- Nobody reads a partition by itself where nobody may.
  and not exists (
      select from descends d join relation a on a.oid = d.ancestor
      where d.child = r.oid and a.protected
  )
