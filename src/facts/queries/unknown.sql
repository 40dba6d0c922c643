select format('what is new in server version %s', current_setting('server_version_num')::int4 / 10000) as name
where current_setting('server_version_num')::int4 / 10000 > 18
union all
select format('relation %s of the kind %s', c.oid::regclass, c.relkind)
from pg_class c
join ours n on n.oid = c.relnamespace
where c.relkind not in ('r', 'p', 'f', 'v', 'm', 'S', 'i', 'I', 'c', 't')
union all
select format('type %s of the kind %s', t.oid::regtype, t.typtype)
from pg_type t
join ours n on n.oid = t.typnamespace
where t.typtype not in ('b', 'c', 'd', 'e', 'p', 'r', 'm')
union all
select format('constraint %s of the kind %s on %s', quote_ident(k.conname), k.contype, k.conrelid::regclass)
from pg_constraint k
join ours n on n.oid = k.connamespace
where k.contype not in ('p', 'u', 'c', 'f', 'x', 't', 'n')
union all
select format('access method %s of the kind %s', a.amname, a.amtype)
from pg_am a
where a.amtype not in ('i', 't')
union all
select format('the secret %s of the user mapping for %s on server %s', split_part(o, '=', 1),
              case when m.umuser = 0 then 'public' else quote_ident(m.usename) end, quote_ident(m.srvname))
from secret, pg_user_mappings m, unnest(m.umoptions) o
where o ~* pattern
order by 1
