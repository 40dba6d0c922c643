select pg_catalog.format('%I.%I', n.nspname, c.relname) as name
from pg_catalog.pg_index i
join pg_catalog.pg_class c on c.oid = i.indexrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where not i.indisvalid
  and c.relkind = 'i'
  and c.relname ~ '_cc(new|old)[0-9]*$'
  and case $1
          when 'relation' then i.indrelid in (
              select pg_catalog.to_regclass($2)
              union all
              select o.indrelid from pg_catalog.pg_index o where o.indexrelid = pg_catalog.to_regclass($2)
          )
          when 'schema' then n.nspname = $2
          else true
      end
order by 1
