-- Bodies are text, unless they are written in standard SQL.
, runs (definer, routine) as (
    -- What is called and is no definer itself runs with the same rights.
    select f.oid, f.oid
    from routine f
    -- A trigger shows nobody what it reads.
    where f.definer and f.returns not in ('trigger'::regtype, 'event_trigger'::regtype)
    union
    select r.definer, g.oid
    from runs r
    join routine f on f.oid = r.routine
    join routine g on not g.definer
        and (
            strpos(lower(f.prosrc), lower(g.proname)) > 0
            and f.prosrc ~* format('(^|[^\w$])%s"?\s*\(', regexp_replace(g.proname, '(\W)', '\\\1', 'g'))
            or exists (
                select from pg_depend d
                where (d.classid, d.objid, d.refclassid, d.refobjid) = ('pg_proc'::regclass, f.oid, 'pg_proc'::regclass, g.oid)
            )
        )
)
select f.object,
       format('reads or writes %s as %I, for whom policies do not hold', string_agg(distinct t.name, ', ' order by t.name),
              pg_get_userbyid(f.owner)) as detail,
       format('ALTER %s SECURITY INVOKER', f.target) as fix
from runs r
join routine f on f.oid = r.definer
join routine body on body.oid = r.routine
join pg_roles o on o.oid = f.owner
join relation t on t.protected
    and (
        body.prosrc ~* format('\m%s\M', regexp_replace(t.relname, '(\W)', '\\\1', 'g'))
        or exists (
            select from pg_depend d
            where (d.classid, d.objid, d.refclassid, d.refobjid) = ('pg_proc'::regclass, body.oid, 'pg_class'::regclass, t.oid)
        )
    )
    and (o.rolsuper or o.rolbypassrls or (not t.forced and pg_has_role(f.owner, t.owner, 'USAGE')))
group by f.oid, f.object, f.target, f.owner
