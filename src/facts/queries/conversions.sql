select c.oid, n.name as schema, c.conname as name,
       pg_get_userbyid(c.conowner) as owner,
       pg_encoding_to_char(c.conforencoding)::text as from_encoding,
       pg_encoding_to_char(c.contoencoding)::text as to_encoding,
       c.conproc::regproc::text as function,
       c.condefault as default
from pg_conversion c
join ours n on n.oid = c.connamespace
