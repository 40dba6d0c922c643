select r.object,
       format('lets its owner, %I, and whoever is a member of it pass by its policies', pg_get_userbyid(r.owner)) as detail,
       format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', r.name) as fix
from relation r
where r.protected and not r.forced and r.oid not in (select child from descends)
