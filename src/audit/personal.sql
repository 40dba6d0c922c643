-- Where personal data is, where it flows by views, and who reads it there.
, read_columns as (
    select distinct w.ev_class as view, d.refobjid as relation, a.attname
    from pg_rewrite w
    join pg_class v on v.oid = w.ev_class and v.relkind in ('v', 'm')
    join pg_depend d on (d.classid, d.objid) = ('pg_rewrite'::regclass, w.oid) and d.refclassid = 'pg_class'::regclass
    -- A whole row has no column.
    left join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid and d.refobjsubid > 0
    where d.refobjid <> w.ev_class and (d.refobjsubid > 0 or d.deptype = 'n')
), flow (source, relation, attname, path) as (
    select format('%s.%I', r.name, s.attname), r.oid, s.attname::name, array[]::text[] collate "C"
    from sensitive s
    join relation r on r.oid = s.relation
    where s.kind = 'personal data'
    union
    -- The column of a view that is called like what it reads; where none is, any of them may hold it.
    select f.source, v.oid, same.attname, f.path || (v.object collate "C")
    from flow f
    join read_columns c on c.relation = f.relation and (f.attname is null or c.attname = f.attname)
    join relation v on v.oid = c.view
    left join pg_attribute same on same.attrelid = v.oid and same.attname = c.attname and same.attnum > 0
    where not v.object = any (f.path)
), carrier as (
    select f.source, r.oid, r.object, f.attname, r.relkind,
           r.relkind = 'v' and exists (
               select from unnest(r.options) o (option) where option ~* '^security_invoker=(true|on|1|yes)$'
           ) as as_reader
    from flow f
    join relation r on r.oid = f.relation
), place as (
    select c.source, c.object, coalesce(c.attname, '')::text as attname,
           case when cardinality(array_agg(distinct c.relkind)) = 1 then min(c.relkind::text) end as relkind,
           array_remove(array_agg(distinct case
               when has_schema_privilege(q.oid, k.relnamespace, 'USAGE') and case
                   when c.attname is null then has_any_column_privilege(q.oid, c.oid, 'SELECT')
                   else has_column_privilege(q.oid, c.oid, c.attname, 'SELECT') end
                   -- What reads with its reader's rights shows what the reader may read anyway.
                   and (not c.as_reader or exists (
                       select from sensitive s join relation b on b.oid = s.relation
                       where format('%s.%I', b.name, s.attname) = c.source
                         and has_column_privilege(q.oid, b.oid, s.attname, 'SELECT')
                   ))
               then q.rolname::text end), null) as readers
    from carrier c
    join pg_class k on k.oid = c.oid
    cross join role q
    where not q.rolsuper
    group by c.source, c.object, c.attname
)
select source, object, attname, relkind = 'm' as kept, readers from place
union all
-- Functions that run with their owner's rights and name both the table and the column.
select format('%s.%I', r.name, s.attname), f.object, '', false, coalesce((
    select array_agg(q.rolname::text order by q.rolname)
    from role q
    where not q.rolsuper and has_function_privilege(q.oid, f.oid, 'EXECUTE')
), '{}')
from sensitive s
join relation r on r.oid = s.relation
join routine f on f.definer and f.returns not in ('trigger'::regtype, 'event_trigger'::regtype)
    and f.prosrc ~* format('\m%s\M', regexp_replace(r.relname, '(\W)', '\\\1', 'g'))
    and f.prosrc ~* format('\m%s\M|\*', regexp_replace(s.attname, '(\W)', '\\\1', 'g'))
where s.kind = 'personal data'
union all
-- Queries of a project, which stand as procedures while this is asked.
select distinct format('%s.%I', r.name, s.attname), 'query ' || substr(p.proname, length('pgspec_query_') + 1), '', false, array[]::text[]
from pg_proc p
join pg_depend d on (d.classid, d.objid, d.refclassid) = ('pg_proc'::regclass, p.oid, 'pg_class'::regclass)
join sensitive s on s.relation = d.refobjid
join relation r on r.oid = s.relation
join pg_attribute a on a.attrelid = s.relation and a.attname = s.attname and a.attnum = d.refobjsubid
where p.pronamespace = pg_my_temp_schema() and p.proname like 'pgspec\_query\_%' and s.kind = 'personal data'
order by 1, 2, 3
