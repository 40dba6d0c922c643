select s.name as schema,
       t.typname as name,
       t.typtype as kind,
       pg_get_userbyid(t.typowner) as owner,
       obj_description(t.oid, 'pg_type') as comment,
       (
           select json_agg(e.enumlabel order by e.enumsortorder)
           from pg_enum e
           where e.enumtypid = t.oid
       ) as labels,
       case when t.typtype = 'd' then json_build_object(
           'base', format_type(t.typbasetype, t.typtypmod),
           'collation', case when t.typcollation <> b.typcollation
               then t.typcollation::regcollation::text end,
           'default', pg_get_expr(t.typdefaultbin, 0),
           'not_null', t.typnotnull,
           'checks', coalesce((
               select json_object_agg(k.conname, json_build_object(
                   'expression', pg_get_expr(k.conbin, 0),
                   'not_valid', not k.convalidated,
                   'comment', obj_description(k.oid, 'pg_constraint')
               ))
               from pg_constraint k
               where k.contypid = t.oid and k.contype = 'c'
           ), '{}')
       ) end as domain,
       case when t.typtype = 'r' then (
           select json_build_object(
               'subtype', format_type(r.rngsubtype, null),
               'subtype_opclass', case when not o.opcdefault
                   then concat_ws('.', quote_ident(nullif(opn.nspname, 'pg_catalog')), quote_ident(o.opcname)) end,
               'collation', case when r.rngcollation <> st.typcollation
                   then r.rngcollation::regcollation::text end,
               'subtype_diff', case when r.rngsubdiff <> 0 then r.rngsubdiff::regproc::text end,
               'multirange', mt.typname
           )
           from pg_range r
           join pg_type st on st.oid = r.rngsubtype
           join pg_type mt on mt.oid = r.rngmultitypid
           join pg_opclass o on o.oid = r.rngsubopc
           join pg_namespace opn on opn.oid = o.opcnamespace
           where r.rngtypid = t.oid
       ) end as range
from pg_type t
join ours s on s.oid = t.typnamespace
left join pg_type b on b.oid = t.typbasetype
left join pg_class c on c.oid = t.typrelid
where (t.typtype in ('e', 'd', 'r') or (t.typtype = 'c' and c.relkind = 'c'))
  and not exists (
      select from member m where (m.classid, m.objid) = ('pg_type'::regclass, t.oid)
  )
