select s.name,
       pg_get_userbyid(n.nspowner) as owner,
       obj_description(n.oid, 'pg_namespace') as comment
from ours s
join pg_namespace n using (oid)
where not exists (
    select from member m where (m.classid, m.objid) = ('pg_namespace'::regclass, n.oid)
)
