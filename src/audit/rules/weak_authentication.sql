-- Superusers alone may look. Only where the second parameter asks for it: a file of its own says who is let in how.
select format('pg_hba.conf, line %s', h.line_number) as object,
       format('%s %s %s is let in %s', h.type, array_to_string(h.database, ','), array_to_string(h.user_name, ','), case h.auth_method
           when 'trust' then 'without being asked for anything'
           when 'password' then 'with a password that is sent as it is'
           when 'ident' then 'by what the client''s machine says'
           else 'with a verifier that is as good as the password' end) as detail,
       'scram-sha-256' as fix
from pg_hba_file_rules h
where $3::bool and h.auth_method in ('trust', 'password', 'ident', 'md5')
