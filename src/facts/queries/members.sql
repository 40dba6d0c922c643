-- What belongs to extensions, with the extension.
select d.classid as class, d.objid as oid, d.refobjid as extension
from pg_depend d
where d.deptype = 'e' and d.refclassid = 'pg_extension'::regclass
