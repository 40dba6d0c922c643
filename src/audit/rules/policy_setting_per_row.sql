-- What stands in a sub-select of its own is asked for once.
select p.object,
       concat('asks for a setting at every row', ', by ' || r.inside) as detail,
       format('write (select %s(…)), which is asked for once', r.name) as fix
from policy p
cross join lateral (
    select null::text as inside, 'current_setting' as name
    union all
    -- Functions that it calls and that read one.
    select f.object, f.proname
    from pg_depend d
    join routine f on f.oid = d.refobjid and f.prosrc ~* '\mcurrent_setting\M'
    where (d.classid, d.objid, d.refclassid) = ('pg_policy'::regclass, p.oid, 'pg_proc'::regclass)
) r
cross join lateral (
    select format('\m%s\M"?\(', regexp_replace(r.name, '(\W)', '\\\1', 'g')) as called
) c
where regexp_replace(concat_ws(' ', p.using, p.checks), 'SELECT [^)]*' || c.called, '', 'gi') ~* c.called
