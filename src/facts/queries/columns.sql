select c.oid, a.attnum::int4 as sub, n.name as schema, c.relname as name, a.attname as part,
       a.attnum::int4 as position,
       format_type(a.atttypid, a.atttypmod) as type,
       case when a.attcollation <> t.typcollation then a.attcollation::regcollation::text end as collation,
       a.attnotnull as not_null,
       case when c.relkind in ('r', 'p', 'f') then case a.attidentity when 'a' then 'always' when 'd' then 'by default' end end as identity,
       identity.options as identity_options,
       coalesce(identity.acl, case when identity.options is not null then acldefault('s', c.relowner) end)::text[] as sequence_acl,
       case a.attgenerated when 's' then 'stored' when 'v' then 'virtual' end as generated,
       case when a.attstorage <> t.typstorage and c.relkind in ('r', 'p', 'm') then
           case a.attstorage when 'p' then 'plain' when 'e' then 'external' when 'x' then 'extended' else 'main' end end as storage,
       case a.attcompression when 'p' then 'pglz' when 'l' then 'lz4' end as compression,
       nullif(a.attstattarget, -1)::int4 as statistics,
       -- Some minor versions keep a number of their own among them (`pg_attver`).
       array(select o from unnest(a.attoptions) o where o not like 'pg\_%') as options,
       a.attfdwoptions as foreign_options,
       not a.attislocal as inherited,
       a.attinhcount > 0 as has_parent,
       a.attacl::text[] as acl,
       case when a.attacl is not null or a.attidentity <> '' then pg_get_userbyid(c.relowner) end as relation_owner
from pg_attribute a
join pg_class c on c.oid = a.attrelid
join ours n on n.oid = c.relnamespace
join pg_type t on t.oid = a.atttypid
left join (
    select e.refobjid as relation, e.refobjsubid as number, array[
               'as ' || format_type(q.seqtypid, null),
               'start with ' || q.seqstart,
               'increment by ' || q.seqincrement,
               'minvalue ' || q.seqmin,
               'maxvalue ' || q.seqmax,
               'cache ' || q.seqcache,
               case when q.seqcycle then 'cycle' else 'no cycle' end,
               'name ' || s.relname
           ] as options,
           s.relacl as acl
    from pg_depend e
    join pg_sequence q on q.seqrelid = e.objid
    join pg_class s on s.oid = e.objid
    where e.classid = 'pg_class'::regclass and e.refclassid = 'pg_class'::regclass and e.deptype = 'i'
) identity on identity.relation = a.attrelid and identity.number = a.attnum and a.attidentity <> ''
where c.relkind in ('r', 'p', 'f', 'v', 'm') and a.attnum > 0 and not a.attisdropped
