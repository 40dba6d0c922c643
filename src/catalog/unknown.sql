select 'server version ' || current_setting('server_version_num')::int / 10000 as name
where current_setting('server_version_num')::int / 10000 > 18
union all
select 'type of the rows of table ' || c.oid::regclass
from pg_class c
join ours s on s.oid = c.relnamespace
where c.reloftype <> 0
union all
select 'tablespace of index ' || c.oid::regclass
from pg_class c
join ours s on s.oid = c.relnamespace
join pg_constraint k on k.conindid = c.oid and k.contype = 'x'
where c.relkind in ('i', 'I') and c.reltablespace <> 0
union all
select 'options of column ' || a.attrelid::regclass || '.' || quote_ident(a.attname)
from pg_attribute a
join pg_class c on c.oid = a.attrelid
join ours s on s.oid = c.relnamespace
-- Those of an index are parameters of its operator classes, which its definition says.
where exists (select from unnest(a.attoptions) o where o not like 'pg\_%') and not a.attisdropped and c.relkind not in ('r', 'p', 'i', 'I')
union all
select 'canonical function of range ' || r.rngtypid::regtype
from pg_range r
join pg_type t on t.oid = r.rngtypid
join ours s on s.oid = t.typnamespace
where r.rngcanonical <> 0
union all
select 'trigger ' || quote_ident(t.tgname) || ' on foreign table ' || t.tgrelid::regclass
from pg_trigger t
join pg_class c on c.oid = t.tgrelid
where c.relkind = 'f' and not t.tgisinternal
union all
select 'constraint ' || quote_ident(k.conname) || ' on foreign table ' || k.conrelid::regclass
from pg_constraint k
join pg_class c on c.oid = k.conrelid
where c.relkind = 'f' and k.contype = 'c'
union all
select 'not null constraint ' || quote_ident(k.conname) || ' on ' || k.conrelid::regclass || ' with options or a comment'
from pg_constraint k
join ours s on s.oid = k.connamespace
where k.contype = 'n'
  and k.conrelid <> 0
  and (not k.convalidated or k.connoinherit or obj_description(k.oid, 'pg_constraint') is not null)
union all
select 'default privileges of ' || pg_get_userbyid(defaclrole) || ' for objects of the kind ' || defaclobjtype::text
from pg_default_acl
where defaclobjtype not in ('r', 'S', 'f', 'T', 'n', 'L')
union all
select 'security label on ' || (pg_identify_object(l.classoid, l.objoid, l.objsubid)).identity
from pg_seclabel l
union all
-- Comments on what belongs to something else: the index of a constraint, what a partition was given.
select 'comment on ' || i.type || ' ' || i.identity
from pg_description d
cross join pg_identify_object(d.classoid, d.objoid, d.objsubid) i
where d.objoid >= 16384
  and (
      d.classoid = 'pg_class'::regclass and exists (
          select
          from pg_class c
          join ours s on s.oid = c.relnamespace
          where c.oid = d.objoid
            and (
                d.objsubid > 0 and c.relkind in ('c', 'i', 'I')
                or d.objsubid = 0 and (
                    c.relkind in ('i', 'I') and (c.relispartition or exists (
                        select from pg_constraint k where k.conindid = c.oid and k.contype in ('p', 'u', 'x')
                    ))
                    or c.relkind = 'S' and exists (
                        select
                        from pg_depend e
                        where (e.classid, e.objid, e.deptype) = ('pg_class'::regclass, c.oid, 'i')
                    )
                )
            )
      )
      or d.classoid = 'pg_constraint'::regclass and exists (
          select
          from pg_constraint k
          join ours s on s.oid = k.connamespace
          where k.oid = d.objoid and k.conrelid <> 0 and (k.conparentid <> 0 or not k.conislocal)
      )
      or d.classoid = 'pg_trigger'::regclass and exists (
          select from pg_trigger t where t.oid = d.objoid and t.tgparentid <> 0
      )
  )
union all
select 'privilege ' || lower(x.privilege_type) || ' on ' || o.what || ', which its owner gave up'
from (
    select 'table ' || c.oid::regclass as what, c.relowner as owner, c.relacl as acl, 'r'::"char" as kind
    from pg_class c
    join ours s on s.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'f')
    union all
    select 'sequence ' || c.oid::regclass, c.relowner, c.relacl, 's'
    from pg_class c
    join ours s on s.oid = c.relnamespace
    where c.relkind = 'S'
    union all
    select 'schema ' || quote_ident(n.nspname), n.nspowner, n.nspacl, 'n'
    from pg_namespace n
    join ours s using (oid)
    union all
    select 'routine ' || p.oid::regprocedure, p.proowner, p.proacl, 'f'
    from pg_proc p
    join ours s on s.oid = p.pronamespace
    union all
    select 'type ' || t.oid::regtype, t.typowner, t.typacl, 'T'
    from pg_type t
    join ours s on s.oid = t.typnamespace
    union all
    select 'the database', datdba, datacl, 'd'
    from pg_database
    where datname = current_database()
) o
cross join aclexplode(acldefault(o.kind, o.owner)) x
where o.acl is not null
  and x.grantee = o.owner
  and not exists (
      select
      from aclexplode(o.acl) y
      where (y.grantee, y.privilege_type) = (x.grantee, x.privilege_type)
  )
union all
select distinct 'privileges on ' || o.what || ' that its owner granted to itself'
from (
    select 'table ' || c.oid::regclass as what, c.relowner as owner, c.relacl as acl
    from pg_class c
    join ours s on s.oid = c.relnamespace
    union all
    select 'columns of ' || a.attrelid::regclass, c.relowner, a.attacl
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid
    join ours s on s.oid = c.relnamespace
    union all
    select 'routine ' || p.oid::regprocedure, p.proowner, p.proacl
    from pg_proc p
    join ours s on s.oid = p.pronamespace
) o
cross join aclexplode(o.acl) x
where x.grantee = o.owner and (x.is_grantable or o.what like 'columns of %')
union all
select 'forced row security of table ' || c.oid::regclass || ', which is off'
from pg_class c
join ours s on s.oid = c.relnamespace
where c.relforcerowsecurity and not c.relrowsecurity
union all
select 'sequence ' || c.oid::regclass || ', which skips the write-ahead log'
from pg_class c
join ours s on s.oid = c.relnamespace
where c.relkind = 'S'
  and c.relpersistence = 'u'
  and not exists (
      select
      from pg_depend d
      join pg_class t on t.oid = d.refobjid
      where (d.classid, d.objid) = ('pg_class'::regclass, c.oid)
        and d.deptype in ('a', 'i')
        and t.relpersistence = 'u'
  )
union all
select 'firing of trigger ' || quote_ident(t.tgname) || ' on ' || t.tgrelid::regclass
from pg_trigger t
join pg_trigger p on p.oid = t.tgparentid
where t.tgenabled <> p.tgenabled and not t.tgisinternal
union all
select 'table from which trigger ' || quote_ident(t.tgname) || ' on ' || t.tgrelid::regclass || ' is'
from pg_trigger t
where t.tgconstrrelid <> 0 and not t.tgisinternal
union all
select 'statistics target of column ' || a.attname || ' of ' || a.attrelid::regclass
from pg_attribute a
join pg_class c on c.oid = a.attrelid
join ours s on s.oid = c.relnamespace
where c.relkind in ('i', 'I', 'm') and a.attnum > 0 and a.attstattarget >= 0
union all
select 'storage of column ' || quote_ident(a.attname) || ' of ' || a.attrelid::regclass
from pg_attribute a
join pg_class c on c.oid = a.attrelid
join pg_type t on t.oid = a.atttypid
join ours s on s.oid = c.relnamespace
where c.relkind = 'm'
  and a.attnum > 0
  and not a.attisdropped
  and (a.attstorage <> t.typstorage or a.attcompression <> '')
union all
select 'clustering of materialized view ' || i.indrelid::regclass
from pg_index i
join pg_class c on c.oid = i.indrelid
join ours s on s.oid = c.relnamespace
where i.indisclustered and c.relkind = 'm'
union all
select 'replica identity of materialized view ' || c.oid::regclass
from pg_class c
join ours s on s.oid = c.relnamespace
where c.relkind = 'm' and c.relreplident <> 'd'
union all
select 'order of the columns of partition ' || c.oid::regclass
from pg_class c
join ours s on s.oid = c.relnamespace
join pg_inherits i on i.inhrelid = c.oid
cross join lateral (
    select array_agg(attname order by attnum) as names
    from pg_attribute
    where attrelid = c.oid and attnum > 0 and not attisdropped
) own
cross join lateral (
    select array_agg(attname order by attnum) as names
    from pg_attribute
    where attrelid = i.inhparent and attnum > 0 and not attisdropped
) parent
where c.relispartition and c.relkind in ('r', 'p') and own.names <> parent.names
order by 1
