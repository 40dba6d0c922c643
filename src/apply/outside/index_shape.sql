select pg_catalog.json_build_array(
           i.indisunique, i.indnullsnotdistinct, i.indnkeyatts, i.indnatts, c.relam, c.reloptions,
           i.indclass::text, i.indcollation::text, i.indoption::text,
           pg_catalog.pg_get_expr(i.indpred, i.indrelid),
           (
               select pg_catalog.json_agg(
                          pg_catalog.json_build_array(
                              pg_catalog.pg_get_indexdef(i.indexrelid, a.attnum, false), a.attoptions
                          ) order by a.attnum
                      )
               from pg_catalog.pg_attribute a
               where a.attrelid = i.indexrelid
           )
       )::text as shape
from pg_catalog.pg_index i
join pg_catalog.pg_class c on c.oid = i.indexrelid
where i.indexrelid = $1::pg_catalog.oid
