select format('%I.%I', n.nspname, c.relname), coalesce(pg_stat_get_numscans(c.oid), 0)
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
