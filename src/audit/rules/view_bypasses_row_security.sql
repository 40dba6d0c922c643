select v.object,
       format('reads %s with the rights of its owner, %I: policies do not see who asks',
              string_agg(t.name, ', ' order by t.name), pg_get_userbyid(v.owner)) as detail,
       format('ALTER VIEW %s SET (security_invoker = true)', v.name) as fix
from relation v
join (select distinct view, relation from reads) r on r.view = v.oid
join relation t on t.oid = r.relation and t.protected
where v.relkind = 'v'
  and not exists (
      select from unnest(v.options) o (option) where option ~* '^security_invoker=(true|on|1|yes)$'
  )
group by v.oid, v.object, v.name, v.owner
