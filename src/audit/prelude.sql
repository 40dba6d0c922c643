-- Stands before every rule: what is ours, who there is, and who was granted what.
-- Parameters: columns with personal data, and those with another class, as `schema.table.column`. Names in braces are those of `sensitive.rs`.
with recursive ours as (
    select oid, nspname, nspowner, nspacl
    from pg_namespace
    where nspname !~ '^pg_' and nspname not in ('information_schema', 'pgspec')
), member (class, oid) as (
    select classid, objid from pg_depend where deptype = 'e'
), relation as (
    select c.oid, c.relkind, c.relname, n.nspname, c.relowner as owner, c.relacl,
           format('%I.%I', n.nspname, c.relname) as name,
           format('%s %I.%I', case c.relkind when 'v' then 'view' when 'm' then 'materialized view'
                                  when 'f' then 'foreign table' else 'table' end, n.nspname, c.relname) as object,
           c.relrowsecurity as protected, c.relforcerowsecurity as forced,
           c.relispartition as partition, c.reloptions as options
    from pg_class c
    join ours n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'f')
      and ('pg_class'::regclass, c.oid) not in (select class, oid from member)
      and c.relname <> 'refinery_schema_history'
), routine as (
    select p.oid, p.proowner as owner, p.proacl, p.prosecdef as definer, p.proleakproof as leakproof, p.proconfig,
           p.prosrc, p.prorettype as returns, l.lanname, n.nspname, p.proname,
           format('%s %I.%I(%s)', case p.prokind when 'p' then 'procedure' when 'a' then 'aggregate' else 'function' end,
                  n.nspname, p.proname, oidvectortypes(p.proargtypes)) as object,
           format('ROUTINE %I.%I(%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes)) as target
    from pg_proc p
    join ours n on n.oid = p.pronamespace
    join pg_language l on l.oid = p.prolang
    where not exists (
        select from pg_depend d
        where (d.classid, d.objid) = ('pg_proc'::regclass, p.oid) and d.deptype in ('e', 'i')
    )
), role as (
    -- Not the bootstrap superuser, nor PostgreSQL's own.
    select r.oid, r.rolname, r.rolsuper, r.rolcreaterole, r.rolcreatedb, r.rolbypassrls, r.rolreplication, r.rolcanlogin,
           r.rolinherit,
           r.rolconnlimit, r.rolvaliduntil, format('role %I', r.rolname) as object
    from pg_roles r
    where r.oid <> 10 and r.rolname !~ '^pg_'
), becomes as (
    -- Before PostgreSQL 16, every member can SET ROLE.
    select case when current_setting('server_version_num')::int4 >= 160000 then 'SET' else 'MEMBER' end as how
), held as (
    -- Every grant that somebody made, to others than the owner; what PostgreSQL gives unasked is no grant.
    select o.class, o.oid, o.sub, o.object, o.target, o.kind, o.owner,
           x.grantee, x.grantor, upper(x.privilege_type) as privilege, x.is_grantable as grantable,
           case x.grantee when 0 then 'PUBLIC' else quote_ident(pg_get_userbyid(x.grantee)) end as to_whom
    from (
        select 'pg_class'::regclass::oid as class, r.oid, 0 as sub, r.object, 'TABLE ' || r.name as target, 'table' as kind,
               r.owner, r.relacl as acl
        from relation r
        union all
        select 'pg_class'::regclass, r.oid, a.attnum, format('column %s.%I', r.name, a.attname), 'TABLE ' || r.name, 'column',
               r.owner, a.attacl
        from relation r
        join pg_attribute a on a.attrelid = r.oid
        where a.attacl is not null and a.attnum > 0 and not a.attisdropped
        union all
        select 'pg_class'::regclass, c.oid, 0, format('sequence %I.%I', n.nspname, c.relname),
               format('SEQUENCE %I.%I', n.nspname, c.relname), 'sequence', c.relowner, c.relacl
        from pg_class c
        join ours n on n.oid = c.relnamespace
        where c.relkind = 'S' and ('pg_class'::regclass, c.oid) not in (select class, oid from member)
        union all
        select 'pg_namespace'::regclass, n.oid, 0, format('schema %I', n.nspname), format('SCHEMA %I', n.nspname), 'schema',
               n.nspowner, n.nspacl
        from ours n
        union all
        select 'pg_proc'::regclass, p.oid, 0, p.object, p.target, 'routine', p.owner, p.proacl
        from routine p
        union all
        select 'pg_type'::regclass, t.oid, 0, format('type %I.%I', n.nspname, t.typname),
               format('TYPE %I.%I', n.nspname, t.typname), 'type', t.typowner, t.typacl
        from pg_type t
        join ours n on n.oid = t.typnamespace
        where t.typacl is not null and ('pg_type'::regclass, t.oid) not in (select class, oid from member)
        union all
        select 'pg_database'::regclass, d.oid, 0, format('database %I', d.datname), format('DATABASE %I', d.datname), 'database',
               d.datdba, d.datacl
        from pg_database d
        where d.datname = current_database()
        union all
        select 'pg_language'::regclass, l.oid, 0, format('language %I', l.lanname), format('LANGUAGE %I', l.lanname), 'language',
               l.lanowner, l.lanacl
        from pg_language l
        union all
        select 'pg_foreign_data_wrapper'::regclass, w.oid, 0, format('foreign data wrapper %I', w.fdwname),
               format('FOREIGN DATA WRAPPER %I', w.fdwname), 'foreign data wrapper', w.fdwowner, w.fdwacl
        from pg_foreign_data_wrapper w
        union all
        select 'pg_foreign_server'::regclass, s.oid, 0, format('foreign server %I', s.srvname),
               format('FOREIGN SERVER %I', s.srvname), 'foreign server', s.srvowner, s.srvacl
        from pg_foreign_server s
        union all
        select 'pg_largeobject_metadata'::regclass, l.oid, 0, format('large object %s', l.oid), format('LARGE OBJECT %s', l.oid),
               'large object', l.lomowner, l.lomacl
        from pg_largeobject_metadata l
        union all
        select 'pg_tablespace'::regclass, t.oid, 0, format('tablespace %I', t.spcname), format('TABLESPACE %I', t.spcname),
               'tablespace', t.spcowner, t.spcacl
        from pg_tablespace t
        union all
        select 'pg_parameter_acl'::regclass, p.oid, 0, format('parameter %s', p.parname), format('PARAMETER %s', p.parname),
               'parameter', 10, p.paracl
        from pg_parameter_acl p
    ) o
    cross join aclexplode(o.acl) x
    where x.grantee <> o.owner
), reads as (
    -- Which relations a view reads, through other views too.
    select w.ev_class as view, d.refobjid as relation
    from pg_rewrite w
    join pg_depend d on (d.classid, d.objid) = ('pg_rewrite'::regclass, w.oid) and d.refclassid = 'pg_class'::regclass
    join pg_class c on c.oid = w.ev_class and c.relkind in ('v', 'm')
    where d.refobjid <> w.ev_class
    union
    select r.view, d.refobjid
    from reads r
    join pg_rewrite w on w.ev_class = r.relation
    join pg_depend d on (d.classid, d.objid) = ('pg_rewrite'::regclass, w.oid) and d.refclassid = 'pg_class'::regclass
    where d.refobjid <> w.ev_class
), descends as (
    -- Partitions and children, with everything above them.
    select inhrelid as child, inhparent as ancestor from pg_inherits
    union
    select d.child, i.inhparent from descends d join pg_inherits i on i.inhrelid = d.ancestor
), policy as (
    select p.oid, p.polname, p.polcmd as command, p.polpermissive as permissive, p.polroles as roles,
           r.oid as relation, r.name, r.protected,
           pg_get_expr(p.polqual, p.polrelid) as using, pg_get_expr(p.polwithcheck, p.polrelid) as checks,
           p.polqual::text as using_tree, p.polwithcheck::text as check_tree,
           format('policy %I on %s', p.polname, r.name) as object,
           format('POLICY %I ON %s', p.polname, r.name) as target
    from pg_policy p
    join relation r on r.oid = p.polrelid
), called as (
    -- Columns by their words: `dateOfBirth` and `Date of Birth` are `date_of_birth`.
    select r.oid as relation, r.nspname, r.relname, a.attnum, a.attname, a.atttypid,
           regexp_replace(regexp_replace(a.attname, '([a-z0-9])([A-Z])', '\1_\2', 'g'), '[\s.-]+', '_', 'g') as words
    from relation r
    join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
    where r.relkind in ('r', 'p')
), sensitive as (
    select a.relation, a.attname,
           case when a.words ~* {tenant} then 'tenant data'
                else 'personal data' end as kind
    from called a
    join pg_type t on t.oid = a.atttypid
    left join pg_type b on b.oid = coalesce(nullif(t.typbasetype, 0), case t.typcategory when 'A' then t.typelem end)
    cross join lateral (select format('%s.%s.%s', a.nspname, a.relname, a.attname) as name) n
    where n.name = any ($1::text[])
        or a.words ~* {tenant}
        -- What a project calls something else is no personal data, whatever its name.
        or n.name <> all ($2::text[]) and (
            a.words ~* {personal}
            or (
                coalesce(b.typcategory, t.typcategory) in ('S', 'D')
                and a.words ~* {personal_text}
            )
            or concat_ws(' ', col_description(a.relation, a.attnum), obj_description(a.relation, 'pg_class')) ~* {said}
            or exists (
                select from pg_seclabel l
                where (l.classoid, l.objoid, l.objsubid) = ('pg_class'::regclass, a.relation, a.attnum)
                  and l.label ~* '\m(pii|personal)'
            )
        )
), belongs as (
    -- Who is a member of PostgreSQL's own roles: itself, or, as who logs in, through others.
    select r.object, g.rolname as of_role,
           case when not way.is_direct then ' through ' || way.through else '' end as through,
           format('REVOKE %I FROM %s', g.rolname, case when way.is_direct then quote_ident(r.rolname) else '…' end) as fix
    from role r
    join pg_roles g on g.rolname ~ '^pg_'
    cross join lateral (
        select string_agg(quote_ident(v.rolname), ', ' order by v.rolname) as through,
               bool_or(m.roleid = g.oid) as is_direct
        from pg_auth_members m
        join pg_roles v on v.oid = m.roleid
        where m.member = r.oid and pg_has_role(v.oid, g.oid, 'MEMBER') and not v.rolsuper
    ) way
    where way.is_direct or way.through is not null and r.rolcanlogin and not r.rolsuper
)
