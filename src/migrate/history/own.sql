select m.version, m.sha256, m.how, m.applied_by,
       pg_catalog.to_char(m.applied_at, 'YYYY-MM-DD HH24:MI:SS TZ') as applied_at
from pgspec.migrations m
where m.replaced_at is null
order by m.version
