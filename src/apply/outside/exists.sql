select case $1
           when 'database' then exists (select from pg_catalog.pg_database where datname = $2)
           when 'tablespace' then exists (select from pg_catalog.pg_tablespace where spcname = $2)
           else exists (
               select from pg_catalog.pg_subscription s
               join pg_catalog.pg_database d on d.oid = s.subdbid
               where d.datname = pg_catalog.current_database() and s.subname = $2
           )
       end
