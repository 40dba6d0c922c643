select r.object,
       format('holds %s (%s), and every role that may read it reads all rows', string_agg(distinct s.kind, ' and '),
              string_agg(quote_ident(s.attname), ', ' order by s.attname)) as detail,
       format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', r.name) as fix
from relation r
join sensitive s on s.relation = r.oid
-- Of partitions and children the rules for them speak.
where not r.protected and r.oid not in (select child from descends) and not exists (
    select from policy p where p.relation = r.oid
)
group by r.oid, r.object, r.name
