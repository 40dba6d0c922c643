select c.oid, n.name as schema, c.collname as name,
       pg_get_userbyid(c.collowner) as owner,
       case c.collprovider when 'c' then 'libc' when 'i' then 'icu' when 'b' then 'builtin' else c.collprovider::text end as provider,
       c.collisdeterministic as deterministic,
       c.collcollate::text as lc_collate,
       c.collctype::text as lc_ctype,
       -- The name of the column until 16, and since 17.
       coalesce(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale') as locale,
       to_jsonb(c) ->> 'collicurules' as rules
from pg_collation c
join ours n on n.oid = c.collnamespace
