select pg_catalog.pg_try_advisory_lock(($1::pg_catalog.int8 << 32) | d.oid::pg_catalog.int8)
from pg_catalog.pg_database d
where d.datname = pg_catalog.current_database()
