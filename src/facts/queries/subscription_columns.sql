-- Whether one may read how subscriptions connect, and the columns that one may read, as arguments of
-- `jsonb_build_object`.
select has_column_privilege('pg_subscription', 'subconninfo', 'select'),
       string_agg(format('%L, s.%I', attname, attname), ', ')
from pg_attribute
where attrelid = 'pg_subscription'::regclass and attnum > 0 and not attisdropped
  and has_column_privilege('pg_subscription', attname, 'select')
