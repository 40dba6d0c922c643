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
where a.attoptions is not null and not a.attisdropped and c.relkind not in ('r', 'p', 'i', 'I')
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
order by 1
