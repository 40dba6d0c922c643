-- How it connects is the superuser's to read, and leaves out the password.
select s.oid, ''::text as schema, s.subname as name,
       pg_get_userbyid(s.subowner) as owner,
       regexp_replace({connection}, '\s*password\s*=\s*(''[^'']*''|\S+)', '', 'gi') as connection,
       s.subenabled as enabled,
       s.subslotname::text as slot,
       s.subpublications as publications,
       s.subsynccommit as synchronous_commit,
       s.subbinary as binary
from pg_subscription s
where s.subdbid = (select oid from pg_database where datname = current_database())
