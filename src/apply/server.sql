select pg_catalog.pg_is_in_recovery() as standby,
       pg_catalog.current_setting('transaction_read_only')::pg_catalog.bool as read_only,
       pg_catalog.current_setting('server_version_num')::pg_catalog.int4 / 10000 as major,
       pg_catalog.pg_backend_pid() as backend
