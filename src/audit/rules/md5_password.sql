-- Superusers alone may look.
select r.object, 'has a password that is kept as MD5, which is as good as the password itself' as detail,
       format('set password_encryption to scram-sha-256, then: ALTER ROLE %I PASSWORD …', r.rolname) as fix
from role r
join pg_authid a on a.oid = r.oid
where a.rolpassword like 'md5%'
