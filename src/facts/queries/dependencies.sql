select classid as class, objid as oid, objsubid as sub,
       refclassid as for_class, refobjid as for_oid, refobjsubid as for_sub
from pg_depend
where objid >= 16384 and deptype in ('n', 'a', 'i', 'P', 'S')
