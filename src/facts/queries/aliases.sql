-- Catalog rows that stand for another: the row type for its table, an array for its element, the
-- rule `_RETURN` for its view, the index for its constraint, an identity's sequence for its column. What is inherited stands for what it comes from only where
-- something needs it (`both` is false): its own needs are not those of the parent.
select 'pg_type'::regclass::oid as class, t.oid, 0 as sub, 'pg_class'::regclass::oid as for_class, t.typrelid as for_oid, 0 as for_sub, true as both
from pg_type t
join pg_class c on c.oid = t.typrelid
where c.relkind in ('r', 'p', 'f', 'v', 'm') and t.oid >= 16384
union all
select 'pg_class'::regclass, c.oid, 0, 'pg_type'::regclass, c.reltype, 0, true
from pg_class c
where c.relkind = 'c' and c.oid >= 16384
union all
select 'pg_type'::regclass, t.typarray, 0,
       case when c.relkind in ('r', 'p', 'f', 'v', 'm') then 'pg_class'::regclass else 'pg_type'::regclass end,
       case when c.relkind in ('r', 'p', 'f', 'v', 'm') then c.oid else t.oid end, 0, true
from pg_type t
left join pg_class c on c.oid = t.typrelid
where t.typarray >= 16384
union all
select 'pg_type'::regclass, r.rngmultitypid, 0, 'pg_type'::regclass, r.rngtypid, 0, true
from pg_range r
where r.rngtypid >= 16384
union all
select 'pg_type'::regclass, m.typarray, 0, 'pg_type'::regclass, r.rngtypid, 0, true
from pg_range r
join pg_type m on m.oid = r.rngmultitypid
where r.rngtypid >= 16384
union all
select 'pg_proc'::regclass, d.objid, 0, 'pg_type'::regclass, coalesce(r.rngtypid, d.refobjid), 0, true
from pg_depend d
left join pg_range r on r.rngmultitypid = d.refobjid
where d.classid = 'pg_proc'::regclass and d.deptype = 'i' and d.refclassid = 'pg_type'::regclass
union all
select 'pg_rewrite'::regclass, r.oid, 0, 'pg_class'::regclass, r.ev_class, 0, true
from pg_rewrite r
where r.rulename = '_RETURN' and r.oid >= 16384
union all
select 'pg_class'::regclass, k.conindid, 0, 'pg_constraint'::regclass, k.oid, 0, true
from pg_constraint k
where k.contype in ('p', 'u', 'x') and k.conindid <> 0
union all
-- An index of a partition stands for the one of the parent.
select 'pg_class'::regclass, i.inhrelid, 0, 'pg_class'::regclass, i.inhparent, 0, false as both
from pg_inherits i
join pg_class c on c.oid = i.inhrelid
where c.relkind in ('i', 'I')
union all
select 'pg_constraint'::regclass, k.oid, 0, 'pg_constraint'::regclass, k.conparentid, 0, false
from pg_constraint k
where k.conparentid <> 0
union all
select 'pg_constraint'::regclass, k.oid, 0, 'pg_class'::regclass, k.conrelid, k.conkey[1]::int4, true
from pg_constraint k
where k.contype = 'n' and k.conrelid <> 0
union all
-- Of a domain, from PostgreSQL 17 on.
select 'pg_constraint'::regclass, k.oid, 0, 'pg_type'::regclass, k.contypid, 0, true
from pg_constraint k
where k.contype = 'n' and k.contypid <> 0
union all
select 'pg_class'::regclass, d.objid, 0, 'pg_class'::regclass, d.refobjid, d.refobjsubid, true
from pg_depend d
join pg_sequence s on s.seqrelid = d.objid
where d.classid = 'pg_class'::regclass and d.deptype = 'i' and d.refclassid = 'pg_class'::regclass
union all
select 'pg_constraint'::regclass, t.tgconstraint, 0, 'pg_trigger'::regclass, t.oid, 0, true
from pg_trigger t
join pg_constraint k on k.oid = t.tgconstraint and k.contype = 't'
where not t.tgisinternal
union all
select 'pg_amop'::regclass, d.objid, 0, d.refclassid, d.refobjid, 0, true
from pg_depend d
where d.classid = 'pg_amop'::regclass and d.deptype in ('i', 'a') and d.refclassid in ('pg_opclass'::regclass, 'pg_opfamily'::regclass)
  and d.objid >= 16384
union all
select 'pg_amproc'::regclass, d.objid, 0, d.refclassid, d.refobjid, 0, true
from pg_depend d
where d.classid = 'pg_amproc'::regclass and d.deptype in ('i', 'a') and d.refclassid in ('pg_opclass'::regclass, 'pg_opfamily'::regclass)
  and d.objid >= 16384
