select p.oid, ''::text as schema, p.pubname as name,
       pg_get_userbyid(p.pubowner) as owner,
       p.puballtables as all_tables,
       concat_ws(', ', case when p.pubinsert then 'insert' end, case when p.pubupdate then 'update' end,
           case when p.pubdelete then 'delete' end, case when p.pubtruncate then 'truncate' end) as publish,
       p.pubviaroot as via_root,
       -- Since 18.
       nullif(to_jsonb(p) ->> 'pubgencols', 'n') as generated_columns
from pg_publication p
