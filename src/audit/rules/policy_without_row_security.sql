select r.object,
       format('has %s, and row security is off: %s no effect',
              case count(*) when 1 then 'a policy' else count(*) || ' policies' end,
              case count(*) when 1 then 'it has' else 'they have' end) as detail,
       format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', r.name) as fix
from relation r
join policy p on p.relation = r.oid
where not r.protected
group by r.oid, r.object, r.name
