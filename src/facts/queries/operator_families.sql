select f.oid, n.name as schema, f.opfname as name, m.amname as part,
       pg_get_userbyid(f.opfowner) as owner,
       (
           select array_agg(format('operator %s %s%s', o.amopstrategy, o.amopopr::regoperator,
                      ' for order by ' || (
                          select quote_ident(sn.nspname) || '.' || quote_ident(s.opfname)
                          from pg_opfamily s join pg_namespace sn on sn.oid = s.opfnamespace
                          where s.oid = nullif(o.amopsortfamily, 0)
                      )) order by o.amopstrategy, o.amopopr::regoperator::text)
           from pg_amop o
           where o.amopfamily = f.oid and o.oid in (
               select objid from pg_depend
               where classid = 'pg_amop'::regclass and refclassid = 'pg_opfamily'::regclass and deptype = 'a'
           )
       ) as operators,
       (
           select array_agg(format('function %s (%s, %s) %s', p.amprocnum, p.amproclefttype::regtype,
                      p.amprocrighttype::regtype, p.amproc::regprocedure)
                  order by p.amprocnum, p.amproc::regprocedure::text)
           from pg_amproc p
           where p.amprocfamily = f.oid and p.oid in (
               select objid from pg_depend
               where classid = 'pg_amproc'::regclass and refclassid = 'pg_opfamily'::regclass and deptype = 'a'
           )
       ) as functions,
       -- Made along with the class of its name.
       exists (select from pg_opclass c where c.opcfamily = f.oid and c.opcname = f.opfname and c.opcnamespace = f.opfnamespace) as with_class
from pg_opfamily f
join ours n on n.oid = f.opfnamespace
join pg_am m on m.oid = f.opfmethod
