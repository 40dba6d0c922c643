select c.oid, n.name as schema, c.cfgname as name,
       pg_get_userbyid(c.cfgowner) as owner,
       quote_ident(pn.nspname) || '.' || quote_ident(p.prsname) as parser,
       (
           select array_agg(quote_ident(m.alias) || ' with ' || m.dictionaries order by m.alias)
           from (
               select t.alias, string_agg(m.mapdict::regdictionary::text, ', ' order by m.mapseqno) as dictionaries
               from pg_ts_config_map m
               join ts_token_type(c.cfgparser) t on t.tokid = m.maptokentype
               where m.mapcfg = c.oid
               group by t.alias
           ) m
       ) as mappings
from pg_ts_config c
join ours n on n.oid = c.cfgnamespace
join pg_ts_parser p on p.oid = c.cfgparser
join pg_namespace pn on pn.oid = p.prsnamespace
