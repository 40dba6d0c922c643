select c.object,
       format('inherits from %s, whose policies do not hold for who reads it by its own name',
              string_agg(a.name, ', ' order by a.name)) as detail,
       format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', c.name) as fix
from relation c
join descends d on d.child = c.oid
join relation a on a.oid = d.ancestor and a.protected
where not c.protected and not c.partition
group by c.oid, c.object, c.name
