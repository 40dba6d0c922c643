select d.oid, n.name as schema, d.dictname as name,
       pg_get_userbyid(d.dictowner) as owner,
       quote_ident(tn.nspname) || '.' || quote_ident(t.tmplname) as template,
       d.dictinitoption as options
from pg_ts_dict d
join ours n on n.oid = d.dictnamespace
join pg_ts_template t on t.oid = d.dicttemplate
join pg_namespace tn on tn.oid = t.tmplnamespace
