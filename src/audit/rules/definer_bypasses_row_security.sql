select f.object,
       format('reads or writes %s as %I, for whom policies do not hold', string_agg(t.name, ', ' order by t.name),
              pg_get_userbyid(f.owner)) as detail,
       format('ALTER %s SECURITY INVOKER', f.target) as fix
from routine f
join pg_roles o on o.oid = f.owner
join relation t on t.protected
    and (
        -- Bodies are text, unless they are written in standard SQL.
        f.prosrc ~* format('\m%s\M', regexp_replace(t.relname, '(\W)', '\\\1', 'g'))
        or exists (
            select from pg_depend d
            where (d.classid, d.objid, d.refclassid, d.refobjid) = ('pg_proc'::regclass, f.oid, 'pg_class'::regclass, t.oid)
        )
    )
    and (o.rolsuper or o.rolbypassrls or (not t.forced and pg_has_role(f.owner, t.owner, 'USAGE')))
-- A trigger shows nobody what it reads.
where f.definer and f.returns not in ('trigger'::regtype, 'event_trigger'::regtype)
group by f.oid, f.object, f.target, f.owner
