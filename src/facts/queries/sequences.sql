-- Those of identity columns belong to the columns.
select c.oid, n.name as schema, c.relname as name,
       pg_get_userbyid(c.relowner) as owner,
       coalesce(c.relacl, acldefault('s', c.relowner))::text[] as acl,
       format_type(s.seqtypid, null) as type,
       s.seqstart as start,
       s.seqincrement as increment,
       s.seqmin as minimum,
       s.seqmax as maximum,
       s.seqcache as cache,
       s.seqcycle as cycle,
       c.relpersistence = 'u' as unlogged,
       on_.name as owned_by_schema,
       oc.relname::text as owned_by_table,
       oa.attname::text as owned_by_column
from pg_class c
join ours n on n.oid = c.relnamespace
join pg_sequence s on s.seqrelid = c.oid
left join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = c.oid
    and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0 and d.deptype in ('a', 'i')
left join pg_class oc on oc.oid = d.refobjid
left join ours on_ on on_.oid = oc.relnamespace
left join pg_attribute oa on oa.attrelid = d.refobjid and oa.attnum = d.refobjsubid
where d.deptype is distinct from 'i'
