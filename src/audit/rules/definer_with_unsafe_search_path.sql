select f.object,
       format('runs with the rights of its owner, and looks first in %s, where others can make objects',
              string_agg(quote_ident(w.schema), ', ' order by w.schema)) as detail,
       format('ALTER %s SET search_path = %s', f.target,
              case when bool_and(w.unsaid) then min(w.path) || ', pg_temp' else 'pg_catalog, pg_temp' end) as fix
from routine f
cross join lateral (
    select substr(c.setting, length('search_path=') + 1) as path
    from unnest(f.proconfig) c (setting)
    where c.setting ilike 'search_path=%'
) p
cross join lateral (
    select trim(both '" ' from s.name) as schema, s.place, count(*) over () as places, false as unsaid, p.path
    from unnest(string_to_array(p.path, ',')) with ordinality s (name, place)
    union all
    -- Where it is not named, temporary tables come before all others. It matters to none but those who can make them.
    select 'pg_temp', 0, 1, true, p.path
    where p.path !~ '\mpg_temp\M' and p.path !~ '^(""|"?pg_catalog"?|\s)*$'
      and (
          select bool_or(x.privilege_type = 'TEMPORARY' and x.grantee <> f.owner and x.grantee <> d.datdba)
          from pg_database d
          cross join aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) x
          where d.datname = current_database()
      )
) w
where f.definer
  and (
      w.schema = '$user'
      or w.unsaid
      -- Temporary objects are everybody's to make; last, they hide nothing.
      or (w.schema = 'pg_temp' and w.place < w.places)
      or exists (
          select from held h
          join ours n on n.oid = h.oid and n.nspname = w.schema
          where h.kind = 'schema' and h.privilege = 'CREATE' and h.grantee <> f.owner
      )
  )
group by f.oid, f.object, f.target
