select k.oid, n.name as schema, t.typname as name, k.conname as part,
       regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID$', '') as definition,
       not k.convalidated as not_valid
from pg_constraint k
join pg_type t on t.oid = k.contypid
join ours n on n.oid = t.typnamespace
where k.contype = 'c'
