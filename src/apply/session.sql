set check_function_bodies = off;
set standard_conforming_strings = on;
set statement_timeout = 0;
set lock_timeout = '30s';
set idle_session_timeout = 0;
set idle_in_transaction_session_timeout = 0;
set default_transaction_isolation = 'read committed';
set default_transaction_deferrable = off;
select set_config(name, '0', false) from pg_catalog.pg_settings where name = 'transaction_timeout';
select set_config(name, 'on', false) from pg_catalog.pg_settings
where name = 'synchronous_commit' and setting = 'off'
