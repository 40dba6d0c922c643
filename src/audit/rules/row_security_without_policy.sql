select r.object,
       'has row security and no policy: nobody but who bypasses it sees a row' as detail,
       format('CREATE POLICY … ON %s', r.name) as fix
from relation r
where r.protected
  and not exists (select from policy p where p.relation = r.oid)
  -- Nobody reads a partition by itself where nobody may.
  and not exists (
      select from descends d join relation a on a.oid = d.ancestor
      where d.child = r.oid and a.protected
  )
