select f.object,
       format('runs with the rights of %I, and every role may execute it', pg_get_userbyid(f.owner)) as detail,
       format('REVOKE EXECUTE ON %s FROM PUBLIC', f.target) as fix
from routine f
cross join aclexplode(coalesce(f.proacl, acldefault('f', f.owner))) x
where f.definer and x.grantee = 0
