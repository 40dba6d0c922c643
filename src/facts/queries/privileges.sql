-- Privileges on what is PostgreSQL's own or an extension's, where they are not as they came.
, object as (
    select 'pg_proc'::regclass as class, p.oid, p.pronamespace as namespace, p.proname as name,
           case p.prokind when 'p' then 'procedure ' else 'function ' end || oidvectortypes(p.proargtypes) as part,
           p.proowner as owner, p.proacl as acl, 'f'::"char" as type
    from pg_proc p
    union all
    select 'pg_class'::regclass, c.oid, c.relnamespace, c.relname,
           case c.relkind when 'S' then 'sequence' else 'table' end,
           c.relowner, c.relacl, case c.relkind when 'S' then 's'::"char" else 'r'::"char" end
    from pg_class c
    where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
    union all
    select 'pg_type'::regclass, t.oid, t.typnamespace, t.typname, 'type', t.typowner, t.typacl, 'T'
    from pg_type t
    union all
    select 'pg_namespace'::regclass, n.oid, 0, n.nspname, 'schema', n.nspowner, n.nspacl, 'n'
    from pg_namespace n
    where n.nspname <> 'public'
    union all
    select 'pg_language'::regclass, l.oid, 0, l.lanname, 'language', l.lanowner, l.lanacl, 'l'
    from pg_language l
    union all
    select 'pg_foreign_data_wrapper'::regclass, w.oid, 0, w.fdwname, 'foreign data wrapper', w.fdwowner, w.fdwacl, 'F'
    from pg_foreign_data_wrapper w
    union all
    select 'pg_foreign_server'::regclass, s.oid, 0, s.srvname, 'foreign server', s.srvowner, s.srvacl, 'S'
    from pg_foreign_server s
), candidate as (
    select o.*, x.extname as extension,
           coalesce(o.acl, acldefault(o.type, o.owner)) as now,
           coalesce(i.initprivs, acldefault(o.type, o.owner)) as then
    from object o
    left join pg_init_privs i on (i.classoid, i.objoid, i.objsubid) = (o.class, o.oid, 0)
    left join pg_depend d on (d.classid, d.objid, d.deptype) = (o.class, o.oid, 'e')
    left join pg_extension x on x.oid = d.refobjid
    where (o.acl is not null or i.objoid is not null) and (o.oid < 16384 or x.oid is not null)
)
select 0::oid as oid, coalesce(n.nspname, ''::text)::text as schema, c.name::text as name, c.part,
       pg_get_userbyid(c.owner) as relation_owner,
       c.extension::text as extension,
       c.now::text[] as acl,
       c.then::text[] as initial_acl
from candidate c
left join pg_namespace n on n.oid = c.namespace
-- The grants of the information schema come with it, and are recorded nowhere.
where c.now is distinct from c.then and 'information_schema' not in (c.name, coalesce(n.nspname, ''))
  and array(select unnest(c.now)::text order by 1) <> array(select unnest(c.then)::text order by 1)
