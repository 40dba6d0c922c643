select r.object,
       format('may log in and owns %s: an owner grants, changes and drops as it likes',
              case count(*) when 1 then min(o.object) else format('%s objects, as %s', count(*), min(o.object)) end) as detail,
       format('REASSIGN OWNED BY %I TO …', r.rolname) as fix
from role r
join (
    select owner, object from relation
    union all
    select owner, object from routine
    union all
    select nspowner, format('schema %I', nspname) from ours
    union all
    select c.relowner, format('sequence %I.%I', n.nspname, c.relname)
    from pg_class c join ours n on n.oid = c.relnamespace
    where c.relkind = 'S' and not exists (
        select from pg_depend d
        where (d.classid, d.objid) = ('pg_class'::regclass, c.oid) and d.deptype in ('a', 'i', 'e')
    )
    union all
    select t.typowner, format('type %I.%I', n.nspname, t.typname)
    from pg_type t join ours n on n.oid = t.typnamespace
    where t.typtype in ('e', 'd', 'r') and not exists (
        select from pg_depend d where (d.classid, d.objid) = ('pg_type'::regclass, t.oid) and d.deptype = 'e'
    )
    union all
    select datdba, format('database %I', datname) from pg_database where datname = current_database()
) o on o.owner = r.oid
where r.rolcanlogin and not r.rolsuper
group by r.object, r.rolname
