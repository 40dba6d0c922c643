-- What leads from one relation to another, whatever a role may do with the second: views and
-- materialized views that read with their owner's rights, and partitions and inheritance children, whose
-- rows are their parent's. Privileges are in the words of GRANT; no column is every column of the door.
with ours as (
    select oid, nspname::text from pg_namespace
    where nspname !~ '^pg_' and nspname not in ('information_schema', 'pgspec')
), relation as (
    select c.oid, n.nspname as schema, c.relname::text as name, c.relkind
    from pg_class c
    join ours n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'f')
), door as (
    select r.*, w.oid as rule, w.ev_action::text ~ ':varattno 0 ' as whole_row
    from relation r
    join pg_rewrite w on w.ev_class = r.oid and w.rulename = '_RETURN'
    join pg_class c on c.oid = r.oid
    where not exists (
        select from unnest(c.reloptions) o (option) where option ~* '^security_invoker=(true|on|1|yes)$'
    )
), used as (
    select d.oid as door, t.oid as relation, a.attname::text as attname
    from door d
    join pg_depend p on (p.classid, p.objid, p.refclassid) = ('pg_rewrite'::regclass, d.rule, 'pg_class'::regclass)
    join relation t on t.oid = p.refobjid and t.oid <> d.oid
    join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
        and (a.attnum = p.refobjsubid or p.refobjsubid = 0 and d.whole_row)
), written (oid, event, privilege) as (
    select d.oid, e.event, e.privilege
    from door d
    cross join (values (8, 'INSERT'), (4, 'UPDATE'), (16, 'DELETE')) as e (event, privilege)
    where d.relkind = 'v' and pg_relation_is_updatable(d.oid, false) & e.event > 0
      -- What has several below it says only by its columns which of them is written.
      and (e.privilege <> 'DELETE' or (select count(distinct u.relation) from used u where u.door = d.oid) = 1)
), edge as (
    select case d.relkind when 'm' then 'materialized view' else 'view' end as kind, d.schema, d.name, 'SELECT' as privilege,
           same.attname::text as attname, u.relation, u.attname as reached
    from used u
    join door d on d.oid = u.door
    left join pg_attribute same on same.attrelid = u.door and same.attname = u.attname and same.attnum > 0
    union all
    select 'view', d.schema, d.name, w.privilege, same.attname::text, u.relation, u.attname
    from used u
    join door d on d.oid = u.door
    join written w on w.oid = d.oid and w.privilege <> 'DELETE'
    join pg_attribute same on same.attrelid = u.door and same.attname = u.attname
        and pg_column_is_updatable(u.door, same.attnum, false)
    union all
    select distinct 'view', d.schema, d.name, w.privilege, null, u.relation, null
    from used u
    join door d on d.oid = u.door
    join written w on w.oid = d.oid and w.privilege = 'DELETE'
    union all
    select 'parent', p.schema, p.name, e.privilege, a.attname::text, c.oid, a.attname::text
    from pg_inherits i
    join relation p on p.oid = i.inhparent
    join relation c on c.oid = i.inhrelid
    cross join (values ('SELECT'), ('INSERT'), ('UPDATE')) as e (privilege)
    join pg_attribute a on a.attrelid = p.oid and a.attnum > 0 and not a.attisdropped
    where e.privilege <> 'INSERT' or p.relkind = 'p'
    union all
    select 'parent', p.schema, p.name, e.privilege, null, c.oid, null
    from pg_inherits i
    join relation p on p.oid = i.inhparent
    join relation c on c.oid = i.inhrelid
    cross join (values ('DELETE'), ('TRUNCATE')) as e (privilege)
    union all
    select case p.relkind when 'p' then 'partition' else 'child' end, c.schema, c.name, e.privilege,
           a.attname::text, p.oid, a.attname::text
    from pg_inherits i
    join relation p on p.oid = i.inhparent
    join relation c on c.oid = i.inhrelid
    cross join (values ('SELECT'), ('INSERT'), ('UPDATE')) as e (privilege)
    join pg_attribute a on a.attrelid = p.oid and a.attnum > 0 and not a.attisdropped
    union all
    select case p.relkind when 'p' then 'partition' else 'child' end, c.schema, c.name, e.privilege, null, p.oid, null
    from pg_inherits i
    join relation p on p.oid = i.inhparent
    join relation c on c.oid = i.inhrelid
    cross join (values ('DELETE'), ('TRUNCATE')) as e (privilege)
)
select e.kind, e.schema, e.name, e.privilege, e.attname, t.schema as to_schema, t.name as to_name, e.reached
from edge e
join relation t on t.oid = e.relation
order by 1, 2, 3, 4, 5, 6, 7, 8
