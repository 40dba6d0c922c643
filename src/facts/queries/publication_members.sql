select 'pg_publication_rel'::regclass::oid as class, r.oid, n.nspname as schema, c.relname as name, p.pubname as part,
       'table' as type,
       case when r.prattrs is not null then (
           select string_agg(quote_ident(a.attname), ', ' order by a.attnum)
           from pg_attribute a
           where a.attrelid = r.prrelid and a.attnum = any (r.prattrs::int2[])
       ) end as columns,
       pg_get_expr(r.prqual, r.prrelid) as where
from pg_publication_rel r
join pg_publication p on p.oid = r.prpubid
join pg_class c on c.oid = r.prrelid
join pg_namespace n on n.oid = c.relnamespace
union all
select 'pg_publication_namespace'::regclass::oid, r.oid, n.nspname, '', p.pubname, 'schema', null, null
from pg_publication_namespace r
join pg_publication p on p.oid = r.pnpubid
join pg_namespace n on n.oid = r.pnnspid
