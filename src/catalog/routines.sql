select s.name as schema,
       p.proname as name,
       oidvectortypes(p.proargtypes) as arguments,
       p.prokind as kind,
       p.prosecdef as security_definer,
       pg_get_userbyid(p.proowner) as owner,
       obj_description(p.oid, 'pg_proc') as comment,
       case when p.prokind <> 'a' then pg_get_functiondef(p.oid) else format(
           'CREATE AGGREGATE %I.%I(%s) (%s)',
           s.name, p.proname, coalesce(nullif(pg_get_function_arguments(p.oid), ''), '*'), concat_ws(', ',
               'SFUNC = ' || a.aggtransfn::regproc,
               'STYPE = ' || format_type(a.aggtranstype, null),
               'SSPACE = ' || nullif(a.aggtransspace, 0),
               'FINALFUNC = ' || nullif(a.aggfinalfn, 0)::regproc,
               case when a.aggfinalextra then 'FINALFUNC_EXTRA' end,
               case when a.aggfinalfn <> 0 then 'FINALFUNC_MODIFY = ' || case a.aggfinalmodify
                   when 'r' then 'READ_ONLY' when 's' then 'SHAREABLE' else 'READ_WRITE' end end,
               'COMBINEFUNC = ' || nullif(a.aggcombinefn, 0)::regproc,
               'SERIALFUNC = ' || nullif(a.aggserialfn, 0)::regproc,
               'DESERIALFUNC = ' || nullif(a.aggdeserialfn, 0)::regproc,
               'INITCOND = ' || quote_literal(a.agginitval),
               'MSFUNC = ' || nullif(a.aggmtransfn, 0)::regproc,
               'MINVFUNC = ' || nullif(a.aggminvtransfn, 0)::regproc,
               'MSTYPE = ' || format_type(nullif(a.aggmtranstype, 0), null),
               'MSSPACE = ' || nullif(a.aggmtransspace, 0),
               'MFINALFUNC = ' || nullif(a.aggmfinalfn, 0)::regproc,
               case when a.aggmfinalextra then 'MFINALFUNC_EXTRA' end,
               case when a.aggmfinalfn <> 0 then 'MFINALFUNC_MODIFY = ' || case a.aggmfinalmodify
                   when 'r' then 'READ_ONLY' when 's' then 'SHAREABLE' else 'READ_WRITE' end end,
               'MINITCOND = ' || quote_literal(a.aggminitval),
               case when a.aggsortop <> 0 then format('SORTOP = OPERATOR(%s)', (
                   select format('%I.%s', n.nspname, o.oprname)
                   from pg_operator o
                   join pg_namespace n on n.oid = o.oprnamespace
                   where o.oid = a.aggsortop
               )) end,
               'PARALLEL = ' || case p.proparallel when 's' then 'SAFE' when 'r' then 'RESTRICTED' end,
               case when a.aggkind = 'h' then 'HYPOTHETICAL' end
           )
       ) end as definition
from pg_proc p
join ours s on s.oid = p.pronamespace
left join pg_aggregate a on a.aggfnoid = p.oid
-- The constructors of range types are the type's own (`i`).
where not exists (
    select from pg_depend d
    where (d.classid, d.objid) = ('pg_proc'::regclass, p.oid) and d.deptype in ('e', 'i')
)
