select s.name as schema,
       c.relname as relation,
       c.relkind as relation_kind,
       a.attname as name,
       format_type(a.atttypid, a.atttypmod) as data_type,
       case when a.attcollation <> t.typcollation
           then a.attcollation::regcollation::text end as collation,
       a.attnotnull as not_null,
       pg_get_expr(d.adbin, d.adrelid) as default,
       a.attidentity as identity,
       identity.options as identity_options,
       identity.name as identity_sequence,
       a.attgenerated as generated,
       case when a.attstorage <> t.typstorage then a.attstorage end as storage,
       a.attcompression as compression,
       -- -1 stands for the default before PostgreSQL 17, null since.
       nullif(a.attstattarget, -1) as statistics,
       -- Some minor versions keep a number of their own among them (`pg_attver`).
       array(select o from unnest(a.attoptions) o where o not like 'pg\_%') as options,
       not a.attislocal as inherited,
       o.description as comment
from pg_attribute a
join pg_class c on c.oid = a.attrelid
join ours s on s.oid = c.relnamespace
join pg_type t on t.oid = a.atttypid
left join pg_attrdef d on (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
left join pg_description o on (o.classoid, o.objoid, o.objsubid) = ('pg_class'::regclass, a.attrelid, a.attnum)
left join (
    select e.refobjid as relation, e.refobjsubid as number, n.relname as name, json_build_object(
               'data_type', format_type(q.seqtypid, null),
               'start', q.seqstart,
               'increment', q.seqincrement,
               'min_value', q.seqmin,
               'max_value', q.seqmax,
               'cache', q.seqcache,
               'cycle', q.seqcycle
           ) as options
    from pg_depend e
    join pg_sequence q on q.seqrelid = e.objid
    join pg_class n on n.oid = e.objid
    where (e.classid, e.refclassid) = ('pg_class'::regclass, 'pg_class'::regclass) and e.deptype = 'i'
) identity on (identity.relation, identity.number) = (a.attrelid, a.attnum)
where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'v', 'm', 'c')
order by a.attrelid, a.attnum
