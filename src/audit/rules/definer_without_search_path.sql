select f.object,
       'runs with the rights of its owner, and finds names where the caller''s search_path says' as detail,
       format('ALTER %s SET search_path = pg_catalog, pg_temp', f.target) as fix
from routine f
where f.definer and not exists (
    select from unnest(f.proconfig) c (setting) where c.setting ilike 'search_path=%'
)
