select classoid as class, objoid as oid, objsubid as sub, description as comment
from pg_description
where objoid >= 16384 or classoid in ('pg_namespace'::regclass, 'pg_largeobject'::regclass)
