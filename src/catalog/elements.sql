, element as (
    -- Of what has no kind of its own, the schema is the kind and the name PostgreSQL's identity.
    -- Every catalog row that is one of our objects or stands for one.
    select 'pg_namespace'::regclass as class, s.oid as object, 0 as sub,
           'schema' as kind, ''::text as schema, s.name::text as name, ''::text as part
    from ours s
    union all
    select 'pg_type'::regclass, t.oid, 0,
           case when c.relkind in ('r', 'p') then 'table' when c.relkind = 'v' then 'view'
               when c.relkind = 'm' then 'materialized view' else 'type' end,
           s.name, coalesce(c.relname, e.typname), ''
    from pg_type t
    -- An array or a multirange stands for its element.
    left join pg_range r on r.rngmultitypid = t.oid
    left join pg_type a on a.typarray = t.oid
    join pg_type e on e.oid = coalesce(a.oid, r.rngtypid, t.oid)
    join ours s on s.oid = e.typnamespace
    left join pg_class c on c.oid = e.typrelid
    where e.typtype in ('e', 'd', 'r') or e.typtype = 'c' and c.relkind in ('c', 'r', 'p', 'v', 'm')
    union all
    select 'pg_class'::regclass, c.oid, 0,
           case c.relkind when 'S' then 'sequence' when 'v' then 'view' when 'm' then 'materialized view'
               when 'i' then 'index' when 'I' then 'index' when 'c' then 'type' else 'table' end,
           s.name, c.relname, ''
    from pg_class c
    join ours s on s.oid = c.relnamespace
    left join pg_constraint k on k.conindid = c.oid and k.contype in ('p', 'u', 'x')
    where c.relkind in ('r', 'p', 'v', 'm', 'S', 'c') or (c.relkind in ('i', 'I') and k.oid is null)
    union all
    select 'pg_class'::regclass, a.attrelid, a.attnum, 'column', s.name, c.relname, a.attname
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid
    join ours s on s.oid = c.relnamespace
    where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p')
    union all
    select 'pg_attrdef'::regclass, d.oid, 0, 'column', s.name, c.relname, a.attname
    from pg_attrdef d
    join pg_class c on c.oid = d.adrelid
    join ours s on s.oid = c.relnamespace
    join pg_attribute a on (a.attrelid, a.attnum) = (d.adrelid, d.adnum)
    where c.relkind in ('r', 'p')
    union all
    select 'pg_constraint'::regclass, k.oid, 0, 'constraint', s.name, c.relname, k.conname
    from pg_constraint k
    join pg_class c on c.oid = k.conrelid
    join ours s on s.oid = c.relnamespace
    where c.relkind in ('r', 'p') and k.contype not in ('n', 't') and k.conparentid = 0 and k.conislocal
    union all
    -- The index behind a constraint stands for the constraint.
    select 'pg_class'::regclass, k.conindid, 0, 'constraint', s.name, c.relname, k.conname
    from pg_constraint k
    join pg_class c on c.oid = k.conrelid
    join ours s on s.oid = c.relnamespace
    where k.contype in ('p', 'u', 'x') and k.conparentid = 0
    union all
    select 'pg_constraint'::regclass, k.oid, 0, 'type', s.name, t.typname, ''
    from pg_constraint k
    join pg_type t on t.oid = k.contypid
    join ours s on s.oid = t.typnamespace
    union all
    select 'pg_trigger'::regclass, t.oid, 0, 'trigger', s.name, c.relname, t.tgname
    from pg_trigger t
    join pg_class c on c.oid = t.tgrelid
    join ours s on s.oid = c.relnamespace
    where not t.tgisinternal and t.tgparentid = 0
    union all
    select 'pg_policy'::regclass, p.oid, 0, 'policy', s.name, c.relname, p.polname
    from pg_policy p
    join pg_class c on c.oid = p.polrelid
    join ours s on s.oid = c.relnamespace
    union all
    select 'pg_rewrite'::regclass, r.oid, 0,
           case c.relkind when 'm' then 'materialized view' else 'view' end, s.name, c.relname, ''
    from pg_rewrite r
    join pg_class c on c.oid = r.ev_class
    join ours s on s.oid = c.relnamespace
    where r.rulename = '_RETURN'
    union all
    select 'pg_proc'::regclass, p.oid, 0, 'routine', s.name, p.proname, oidvectortypes(p.proargtypes)
    from pg_proc p
    join ours s on s.oid = p.pronamespace
    union all
    select o.classid, o.objid, 0, 'other', i.type, i.identity, ''
    from (
        select classid, objid
        from pg_depend
        where objid >= 16384 and classid not in (
            'pg_namespace'::regclass, 'pg_type'::regclass, 'pg_class'::regclass, 'pg_attrdef'::regclass,
            'pg_constraint'::regclass, 'pg_trigger'::regclass, 'pg_policy'::regclass, 'pg_rewrite'::regclass,
            'pg_proc'::regclass, 'pg_extension'::regclass, 'pg_amop'::regclass, 'pg_amproc'::regclass,
            'pg_default_acl'::regclass, 'pg_publication_rel'::regclass, 'pg_publication_namespace'::regclass
        )
        union
        select 'pg_rewrite'::regclass, oid from pg_rewrite where oid >= 16384 and rulename <> '_RETURN'
        union
        select 'pg_class'::regclass, oid from pg_class where relkind = 'f'
    ) o
    cross join pg_identify_object(o.classid, o.objid, 0) i
    where i.identity is not null
    union all
    select 'pg_publication_rel'::regclass, r.oid, 0, 'other', 'publication', quote_ident(p.pubname), ''
    from pg_publication_rel r
    join pg_publication p on p.oid = r.prpubid
    union all
    select 'pg_publication_namespace'::regclass, r.oid, 0, 'other', 'publication', quote_ident(p.pubname), ''
    from pg_publication_namespace r
    join pg_publication p on p.oid = r.pnpubid
    union all
    -- The operators and functions of a family need to exist before it does.
    select m.class, m.object, 0, 'other', i.type, i.identity, ''
    from (
        select 'pg_amop'::regclass as class, oid as object, amopfamily as family from pg_amop where oid >= 16384
        union all
        select 'pg_amproc'::regclass, oid, amprocfamily from pg_amproc where oid >= 16384
    ) m
    cross join pg_identify_object('pg_opfamily'::regclass, m.family, 0) i
), place as (
    select class, object, sub, kind, schema, name, part
    from element e
    where not exists (select from member m where (m.classid, m.objid) = (e.class, e.object))
    union all
    select m.classid, m.objid, 0, 'extension', '', x.extname, ''
    from member m
    join pg_extension x on x.oid = m.extension
    union all
    select 'pg_extension'::regclass, oid, 0, 'extension', '', extname, ''
    from pg_extension
)
select class::oid as class, object, sub, kind, schema, name, part
from place
