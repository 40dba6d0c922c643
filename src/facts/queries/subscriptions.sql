-- How it connects is the superuser's to read, and leaves out the password.
select s.oid, ''::text as schema, s.subname as name,
       pg_get_userbyid(s.subowner) as owner,
       regexp_replace({connection}, '\s*password\s*=\s*(''[^'']*''|\S+)', '', 'gi') as connection,
       s.subenabled as enabled,
       s.subslotname::text as slot,
       s.subpublications as publications,
       s.subsynccommit as synchronous_commit,
       s.subbinary as binary,
       array_remove(array[
           case to_jsonb(s) ->> 'substream' when 'true' then 'streaming = on' when 't' then 'streaming = on' when 'p' then 'streaming = parallel' end,
           case when to_jsonb(s) ->> 'subtwophasestate' <> 'd' then 'two_phase = true' end,
           case when (to_jsonb(s) ->> 'subdisableonerr')::bool then 'disable_on_error = true' end,
           case when to_jsonb(s) ->> 'suborigin' <> 'any' then 'origin = ' || (to_jsonb(s) ->> 'suborigin') end,
           case when not (to_jsonb(s) ->> 'subpasswordrequired')::bool then 'password_required = false' end,
           case when (to_jsonb(s) ->> 'subrunasowner')::bool then 'run_as_owner = true' end,
           case when (to_jsonb(s) ->> 'subfailover')::bool then 'failover = true' end
       ], null) as settings
from pg_subscription s
where s.subdbid = (select oid from pg_database where datname = current_database())
