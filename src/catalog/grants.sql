select o.kind, o.schema, o.name, o.part,
       coalesce(r.rolname, 'public') as grantee,
       lower(x.privilege_type) as privilege,
       g.rolname as grantor,
       bool_or(x.is_grantable) as grantable
from (
    select 'database' as kind, null::name as schema, null::text as name, null::text as part, true as ours,
           'pg_database'::regclass as class, oid as object, 0 as sub, datdba as owner,
           coalesce(datacl, acldefault('d', datdba)) as acl
    from pg_database
    where datname = current_database()
    union all
    select 'schema', null, nspname, null,
           s.oid is not null and not exists (
               select from member m where (m.classid, m.objid) = ('pg_namespace'::regclass, n.oid)
           ),
           'pg_namespace'::regclass, n.oid, 0, nspowner, nspacl
    from pg_namespace n
    left join ours s using (oid)
    where n.nspacl is not null
    union all
    select case when c.relkind = 'S' then 'sequence' else 'table' end, n.nspname, c.relname, null,
           s.oid is not null and m.objid is null,
           'pg_class'::regclass, c.oid, 0, c.relowner, c.relacl
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    left join ours s on s.oid = c.relnamespace
    left join member m on (m.classid, m.objid) = ('pg_class'::regclass, c.oid)
    where c.relacl is not null
    union all
    select 'column', n.nspname, c.relname, a.attname,
           s.oid is not null and m.objid is null,
           'pg_class'::regclass, c.oid, a.attnum, c.relowner, a.attacl
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid
    join pg_namespace n on n.oid = c.relnamespace
    left join ours s on s.oid = c.relnamespace
    left join member m on (m.classid, m.objid) = ('pg_class'::regclass, c.oid)
    where a.attacl is not null and not a.attisdropped
    union all
    select 'routine', n.nspname, p.proname, oidvectortypes(p.proargtypes),
           s.oid is not null and m.objid is null,
           'pg_proc'::regclass, p.oid, 0, p.proowner, coalesce(p.proacl, acldefault('f', p.proowner))
    from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
    left join ours s on s.oid = p.pronamespace
    left join member m on (m.classid, m.objid) = ('pg_proc'::regclass, p.oid)
    -- Constructors of range types (`i`) are no objects of their own.
    where (p.proacl is not null or (s.oid is not null and m.objid is null))
      and not exists (
          select from pg_depend d where (d.classid, d.objid, d.deptype) = ('pg_proc'::regclass, p.oid, 'i')
      )
    union all
    select 'type', n.nspname, t.typname, null,
           s.oid is not null and m.objid is null,
           'pg_type'::regclass, t.oid, 0, t.typowner, coalesce(t.typacl, acldefault('T', t.typowner))
    from pg_type t
    join pg_namespace n on n.oid = t.typnamespace
    left join pg_class c on c.oid = t.typrelid
    left join ours s on s.oid = t.typnamespace
    left join member m on (m.classid, m.objid) = ('pg_type'::regclass, t.oid)
    where (t.typacl is not null or (s.oid is not null and m.objid is null))
      -- Without the types of rows, arrays and multiranges, which follow another type.
      and (t.typrelid = 0 or c.relkind = 'c')
      and t.typtype in ('b', 'c', 'd', 'e', 'r')
      and not exists (select from pg_type e where e.typarray = t.oid)
    union all
    select 'language', null, l.lanname, null, l.oid >= 16384 and m.objid is null,
           'pg_language'::regclass, l.oid, 0, l.lanowner,
           case when l.lanpltrusted then coalesce(l.lanacl, acldefault('l', l.lanowner)) else l.lanacl end
    from pg_language l
    left join member m on (m.classid, m.objid) = ('pg_language'::regclass, l.oid)
    union all
    select 'foreign data wrapper', null, w.fdwname, null, m.objid is null,
           'pg_foreign_data_wrapper'::regclass, w.oid, 0, w.fdwowner, w.fdwacl
    from pg_foreign_data_wrapper w
    left join member m on (m.classid, m.objid) = ('pg_foreign_data_wrapper'::regclass, w.oid)
    union all
    select 'foreign server', null, srvname, null, true,
           'pg_foreign_server'::regclass, oid, 0, srvowner, srvacl
    from pg_foreign_server
    union all
    select 'parameter', null, parname, null, true,
           'pg_parameter_acl'::regclass, oid, 0, 10, paracl
    from pg_parameter_acl
    union all
    select 'tablespace', null, spcname, null, true,
           'pg_tablespace'::regclass, oid, 0, spcowner, spcacl
    from pg_tablespace
    union all
    select 'large object', null, oid::text, null, true,
           'pg_largeobject'::regclass, oid, 0, lomowner, lomacl
    from pg_largeobject_metadata
) o
cross join aclexplode(o.acl) x
left join pg_roles r on r.oid = x.grantee
-- Nobody, where the owner gave it.
left join pg_roles g on g.oid = x.grantor and x.grantor <> o.owner
where x.grantee <> o.owner
  -- On what PostgreSQL and extensions bring along, only what somebody granted to a role; and what PUBLIC has of a
  -- language that a role was granted, which a project would take from it.
  and (o.ours or (
      o.kind = 'language' and x.grantee = 0
      and exists (select from aclexplode(o.acl) z where z.grantee not in (0, o.owner))
  ) or (
      x.grantee <> 0 and not exists (
          select
          from pg_init_privs i
          cross join aclexplode(i.initprivs) y
          where (i.classoid, i.objoid, i.objsubid) = (o.class, o.object, o.sub)
            and (y.grantee, y.privilege_type) = (x.grantee, x.privilege_type)
      )
  ))
  and (x.grantee = 0 or r.oid is not null)
group by o.kind, o.schema, o.name, o.part, r.rolname, x.privilege_type, g.rolname
