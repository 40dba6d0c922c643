select c.oid, n.name as schema, c.opcname as name, m.amname as part,
       pg_get_userbyid(c.opcowner) as owner,
       c.opcdefault as default,
       c.opcintype::regtype::text as type,
       nullif(c.opckeytype, 0)::regtype::text as storage,
       quote_ident(fn.nspname) || '.' || quote_ident(f.opfname) as family,
       (
           select array_agg(format('operator %s %s%s', o.amopstrategy, o.amopopr::regoperator,
                      ' for order by ' || (
                          select quote_ident(sn.nspname) || '.' || quote_ident(s.opfname)
                          from pg_opfamily s join pg_namespace sn on sn.oid = s.opfnamespace
                          where s.oid = nullif(o.amopsortfamily, 0)
                      )) order by o.amopstrategy, o.amopopr::regoperator::text)
           from pg_amop o
           join pg_depend d on d.classid = 'pg_amop'::regclass and d.objid = o.oid
               and d.refclassid = 'pg_opclass'::regclass and d.refobjid = c.oid and d.deptype = 'i'
       ) as operators,
       (
           select array_agg(format('function %s (%s, %s) %s', p.amprocnum, p.amproclefttype::regtype,
                      p.amprocrighttype::regtype, p.amproc::regprocedure)
                  order by p.amprocnum, p.amproc::regprocedure::text)
           from pg_amproc p
           join pg_depend d on d.classid = 'pg_amproc'::regclass and d.objid = p.oid
               and d.refclassid = 'pg_opclass'::regclass and d.refobjid = c.oid and d.deptype = 'i'
       ) as functions
from pg_opclass c
join ours n on n.oid = c.opcnamespace
join pg_am m on m.oid = c.opcmethod
join pg_opfamily f on f.oid = c.opcfamily
join pg_namespace fn on fn.oid = f.opfnamespace
