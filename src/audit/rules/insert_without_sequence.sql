select r.object,
       format('may insert into %s, and not take values from %s, which a default of it does', t.name,
              format('%I.%I', sn.nspname, s.relname)) as detail,
       format('GRANT USAGE ON SEQUENCE %I.%I TO %I', sn.nspname, s.relname, r.rolname) as fix
from held h
join role r on r.oid = h.grantee
join relation t on t.oid = h.oid
join pg_attrdef d on d.adrelid = t.oid
join pg_depend e on (e.classid, e.objid, e.refclassid) = ('pg_attrdef'::regclass, d.oid, 'pg_class'::regclass)
join pg_class s on s.oid = e.refobjid and s.relkind = 'S'
join pg_namespace sn on sn.oid = s.relnamespace
where h.kind in ('table', 'column') and h.privilege = 'INSERT'
  and not has_sequence_privilege(r.oid, s.oid, 'USAGE, UPDATE')
group by r.object, r.rolname, t.name, sn.nspname, s.relname
