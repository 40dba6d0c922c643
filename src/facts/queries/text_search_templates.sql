select t.oid, n.name as schema, t.tmplname as name,
       nullif(t.tmplinit::oid, 0)::regproc::text as init,
       t.tmpllexize::regproc::text as lexize
from pg_ts_template t
join ours n on n.oid = t.tmplnamespace
