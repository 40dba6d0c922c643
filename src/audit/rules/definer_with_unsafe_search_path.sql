select f.object,
       format('runs with the rights of its owner, and looks first in %s, where others can make objects',
              string_agg(quote_ident(w.schema), ', ' order by w.schema)) as detail,
       format('ALTER %s SET search_path = pg_catalog, pg_temp', f.target) as fix
from routine f
cross join lateral (
    select trim(both '" ' from s.name) as schema, s.place, count(*) over () as places
    from unnest(f.proconfig) c (setting)
    cross join lateral unnest(string_to_array(substr(c.setting, length('search_path=') + 1), ',')) with ordinality s (name, place)
    where c.setting ilike 'search_path=%'
) w
where f.definer
  and (
      w.schema = '$user'
      -- Temporary objects are everybody's to make; last, they hide nothing.
      or (w.schema = 'pg_temp' and w.place < w.places)
      or exists (
          select from held h
          join ours n on n.oid = h.oid and n.nspname = w.schema
          where h.kind = 'schema' and h.privilege = 'CREATE' and h.grantee <> f.owner
      )
  )
group by f.oid, f.object, f.target
