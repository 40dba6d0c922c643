select p.oid, n.name as schema, p.prsname as name,
       p.prsstart::regproc::text as start,
       p.prstoken::regproc::text as gettoken,
       p.prsend::regproc::text as end,
       nullif(p.prsheadline::oid, 0)::regproc::text as headline,
       p.prslextype::regproc::text as lextypes
from pg_ts_parser p
join ours n on n.oid = p.prsnamespace
