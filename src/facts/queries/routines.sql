select p.oid, n.name as schema, p.proname as name, oidvectortypes(p.proargtypes) as part,
       pg_get_userbyid(p.proowner) as owner,
       coalesce(p.proacl, acldefault('f', p.proowner))::text[] as acl,
       case p.prokind when 'f' then 'function' when 'p' then 'procedure' when 'a' then 'aggregate' else 'window' end as type,
       case when p.prokind <> 'a' then pg_get_functiondef(p.oid) end as definition,
       pg_get_function_result(p.oid) as result,
       -- Names, modes and types, without defaults.
       case when p.prokind <> 'a' then pg_get_function_identity_arguments(p.oid) end as signature,
       case when p.prokind <> 'a' then (
           select array_agg(concat_ws(' ', coalesce(p.proargmodes[i]::text, 'i'), p.proargnames[i]) order by i)
           from generate_series(1, coalesce(array_length(p.proallargtypes, 1), p.pronargs)) i
       ) end as arguments,
       case when p.prokind <> 'a' and p.prosqlbody is not null then true end as sql_body,
       p.pronargdefaults::int4 as defaults,
       l.lanname::text as language,
       -- Of an aggregate.
       case when p.prokind = 'a' then pg_get_function_arguments(p.oid) end as aggregate_arguments,
       case when p.prokind = 'a' then array[
           'sfunc = ' || g.aggtransfn::regproc,
           'stype = ' || format_type(g.aggtranstype, null),
           'sspace = ' || nullif(g.aggtransspace, 0),
           'finalfunc = ' || nullif(g.aggfinalfn, 0)::regproc,
           case when g.aggfinalextra then 'finalfunc_extra' end,
           case when g.aggfinalfn <> 0 and g.aggfinalmodify <> case when g.aggkind = 'n' then 'r' else 'w' end::"char"
               then 'finalfunc_modify = ' || case g.aggfinalmodify when 'r' then 'read_only' when 's' then 'shareable' else 'read_write' end end,
           'combinefunc = ' || nullif(g.aggcombinefn, 0)::regproc,
           'serialfunc = ' || nullif(g.aggserialfn, 0)::regproc,
           'deserialfunc = ' || nullif(g.aggdeserialfn, 0)::regproc,
           'initcond = ' || quote_literal(g.agginitval),
           'msfunc = ' || nullif(g.aggmtransfn, 0)::regproc,
           'minvfunc = ' || nullif(g.aggminvtransfn, 0)::regproc,
           'mstype = ' || format_type(nullif(g.aggmtranstype, 0), null),
           'msspace = ' || nullif(g.aggmtransspace, 0),
           'mfinalfunc = ' || nullif(g.aggmfinalfn, 0)::regproc,
           case when g.aggmfinalextra then 'mfinalfunc_extra' end,
           case when g.aggmfinalfn <> 0 and g.aggmfinalmodify <> case when g.aggkind = 'n' then 'r' else 'w' end::"char"
               then 'mfinalfunc_modify = ' || case g.aggmfinalmodify when 'r' then 'read_only' when 's' then 'shareable' else 'read_write' end end,
           'minitcond = ' || quote_literal(g.aggminitval),
           'sortop = operator(' || (
               select quote_ident(sn.nspname) || '.' || so.oprname
               from pg_operator so join pg_namespace sn on sn.oid = so.oprnamespace
               where so.oid = g.aggsortop
           ) || ')',
           case when g.aggkind = 'h' then 'hypothetical' end,
           'parallel = ' || case p.proparallel when 's' then 'safe' when 'r' then 'restricted' end
       ] end as parts
from pg_proc p
join ours n on n.oid = p.pronamespace
join pg_language l on l.oid = p.prolang
left join pg_aggregate g on g.aggfnoid = p.oid
-- The constructors of a range belong to the range.
where not exists (
    select from pg_depend d
    where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'i' and d.refclassid = 'pg_type'::regclass
)
