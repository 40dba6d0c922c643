select m.oid, ''::text as schema, m.oid::text as name,
       pg_get_userbyid(m.lomowner) as owner,
       coalesce(m.lomacl, acldefault('L', m.lomowner))::text[] as acl
from pg_largeobject_metadata m
