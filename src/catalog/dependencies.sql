select classid as class, objid as object, objsubid as sub,
       refclassid as needed_class, refobjid as needed_object, refobjsubid as needed_sub
from pg_depend d
where objid >= 16384
  and deptype in ('n', 'a', 'i', 'P', 'S')
  -- A family comes before its classes; the owner of a sequence is told once both exist.
  and (deptype = 'n' or classid not in ('pg_amop'::regclass, 'pg_amproc'::regclass))
  and not (deptype = 'a' and classid = 'pg_class'::regclass and refobjsubid > 0 and objid in (
      select seqrelid from pg_sequence
  ))
