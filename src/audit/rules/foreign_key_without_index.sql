select format('constraint %I on %s', k.conname, r.name) as object,
       format('has no index on (%s): changing a row of %s reads the whole table',
              string_agg(quote_ident(a.attname), ', ' order by c.place), k.confrelid::regclass) as detail,
       format('CREATE INDEX CONCURRENTLY ON %s (%s)', r.name, string_agg(quote_ident(a.attname), ', ' order by c.place)) as fix
from pg_constraint k
join relation r on r.oid = k.conrelid
cross join unnest(k.conkey) with ordinality c (attnum, place)
join pg_attribute a on a.attrelid = r.oid and a.attnum = c.attnum
where k.contype = 'f' and k.conparentid = 0
  and not exists (
      select from pg_index i
      where i.indrelid = k.conrelid and i.indisvalid and i.indpred is null
        -- Its first columns, in whatever order.
        and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey
  )
group by k.oid, k.conname, r.name, k.confrelid
