select t.oid, n.name as schema, t.typname as name,
       pg_get_userbyid(t.typowner) as owner,
       case t.typtype when 'e' then 'enum' when 'd' then 'domain' when 'c' then 'composite' when 'r' then 'range'
           else case when t.typisdefined then 'base' else 'shell' end end as type,
       coalesce(t.typacl, acldefault('T', t.typowner))::text[] as acl,
       case when t.typtype = 'e' then (
           select array_agg(e.enumlabel::text order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid
       ) end as labels,
       -- Of a domain.
       case when t.typtype = 'd' then format_type(t.typbasetype, t.typtypmod) end as base,
       case when t.typtype = 'd' then t.typnotnull end as not_null,
       case when t.typtype = 'd' then pg_get_expr(t.typdefaultbin, 0) end as default,
       case when t.typtype = 'd' and t.typcollation <> b.typcollation then t.typcollation::regcollation::text end as collation,
       -- Of a range.
       r.rngsubtype::regtype::text as subtype,
       case when not o.opcdefault then quote_ident(opn.nspname) || '.' || quote_ident(o.opcname) end as subtype_opclass,
       case when r.rngcollation <> rs.typcollation then r.rngcollation::regcollation::text end as range_collation,
       nullif(r.rngcanonical, 0)::regproc::text as canonical,
       nullif(r.rngsubdiff, 0)::regproc::text as subtype_diff,
       m.typname::text as multirange,
       -- Of a base type.
       case when t.typtype = 'b' and t.typisdefined then array[
           'input = ' || t.typinput::regproc,
           'output = ' || t.typoutput::regproc,
           'receive = ' || nullif(t.typreceive, 0)::regproc,
           'send = ' || nullif(t.typsend, 0)::regproc,
           'typmod_in = ' || nullif(t.typmodin, 0)::regproc,
           'typmod_out = ' || nullif(t.typmodout, 0)::regproc,
           'analyze = ' || nullif(t.typanalyze, 0)::regproc,
           'subscript = ' || nullif(t.typsubscript, 0)::regproc,
           'internallength = ' || case when t.typlen < 0 then 'variable' else t.typlen::text end,
           case when t.typbyval then 'passedbyvalue' end,
           'alignment = ' || case t.typalign when 'c' then 'char' when 's' then 'int2' when 'i' then 'int4' else 'double' end,
           'storage = ' || case t.typstorage when 'p' then 'plain' when 'e' then 'external' when 'x' then 'extended' else 'main' end,
           'category = ' || quote_literal(t.typcategory::text),
           case when t.typispreferred then 'preferred = true' end,
           'default = ' || quote_literal(t.typdefault),
           'element = ' || nullif(t.typelem, 0)::regtype,
           'delimiter = ' || quote_literal(t.typdelim::text),
           case when t.typcollation <> 0 then 'collatable = true' end
       ] end as parts
from pg_type t
join ours n on n.oid = t.typnamespace
left join pg_class c on c.oid = t.typrelid
left join pg_type b on t.typtype = 'd' and b.oid = t.typbasetype
left join pg_range r on r.rngtypid = t.oid
left join pg_opclass o on o.oid = r.rngsubopc
left join pg_namespace opn on opn.oid = o.opcnamespace
left join pg_type rs on rs.oid = r.rngsubtype
left join pg_type m on m.oid = r.rngmultitypid
where t.typtype in ('e', 'd', 'r', 'b', 'p', 'c')
  and (t.typtype <> 'c' or c.relkind = 'c')
  -- An array type follows its element.
  and not (t.typtype = 'b' and t.typelem <> 0 and exists (select from pg_type e where e.oid = t.typelem and e.typarray = t.oid))
