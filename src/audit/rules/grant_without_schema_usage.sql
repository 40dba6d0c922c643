select r.object,
       format('was granted privileges on %s of schema %I, and has no USAGE on the schema',
              case count(distinct (h.class, h.oid)) when 1 then min(h.object) else count(distinct (h.class, h.oid)) || ' objects' end,
              n.nspname) as detail,
       format('GRANT USAGE ON SCHEMA %I TO %I', n.nspname, r.rolname) as fix
from held h
join role r on r.oid = h.grantee
join (
    select 'pg_class'::regclass::oid as class, oid, relnamespace as schema from pg_class
    union all
    select 'pg_proc'::regclass, oid, pronamespace from pg_proc
    union all
    select 'pg_type'::regclass, oid, typnamespace from pg_type
) o on (o.class, o.oid) = (h.class, h.oid)
join ours n on n.oid = o.schema
where h.kind in ('table', 'column', 'sequence', 'routine', 'type')
  and not has_schema_privilege(r.oid, n.oid, 'USAGE')
group by r.object, r.rolname, n.nspname
