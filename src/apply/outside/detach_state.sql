select i.inhdetachpending as pending
from pg_catalog.pg_inherits i
where i.inhparent = pg_catalog.to_regclass($1)
  and i.inhrelid = pg_catalog.to_regclass($2)
