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
    select datdba, format('database %I', datname) from pg_database where datname = current_database()
) o on o.owner = r.oid
where r.rolcanlogin and not r.rolsuper
group by r.object, r.rolname
