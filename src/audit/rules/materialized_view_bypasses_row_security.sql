select v.object,
       format('keeps rows of %s, and has no row security of its own', string_agg(t.name, ', ' order by t.name)) as detail,
       format('REVOKE ALL ON %s FROM …', v.name) as fix
from relation v
join (select distinct view, relation from reads) r on r.view = v.oid
join relation t on t.oid = r.relation and t.protected
where v.relkind = 'm'
group by v.oid, v.object, v.name
