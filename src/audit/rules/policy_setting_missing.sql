select p.object,
       concat('reads a setting', ' in ' || r.inside, ' that ends the query with an error where it is not set') as detail,
       'write current_setting(''…'', true), which is null there' as fix
from policy p
cross join lateral (
    select null::text as inside, concat_ws(' ', p.using, p.checks) as body
    union all
    -- Functions that it calls.
    select f.object, f.prosrc
    from pg_depend d
    join routine f on f.oid = d.refobjid
    where (d.classid, d.objid, d.refclassid) = ('pg_policy'::regclass, p.oid, 'pg_proc'::regclass)
) r
where r.body ~* 'current_setting\s*\(\s*(''[^'']*''(::text)?|"?\w+"?)\s*(,\s*''?(false|f)''?\s*(::bool(ean)?\s*)?)?\)'
