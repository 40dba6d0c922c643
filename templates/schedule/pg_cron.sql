-- {{ generated }}
--
-- Schedules the transforms of {{ project | one_line }} with the extension pg_cron, so that the database runs them by itself.
--
-- To install it, as the role that the jobs are to run as, in the database that pg_cron is in:
--   psql --no-psqlrc --set ON_ERROR_STOP=1 --dbname DATABASE --file schedule/pg_cron.sql
-- It may be run again: jobs take the place of those of their names, and those that are no longer declared go.
-- The role needs USAGE on the schema cron, membership in the roles of the transforms, and CREATE on the database to
-- make the ledger: or, where that is there, USAGE on the schema pgspec, and SELECT and INSERT on its tables.
--
-- What needs one another at the same times is one job, in order, and one transaction. Each run takes the lock of
-- `pgspec run` and writes its ledger, so that neither does what the other did. How a run ended is in
-- cron.job_run_details.
{% if left_out %}
--
-- Not here, and for `pgspec run`:
{% for item in left_out %}
--   {{ item[0] | one_line }}: {{ item[1] }}
{% endfor %}
{% endif %}

begin;

do $$
begin
    if to_regclass('cron.job') is null then
        raise exception 'the extension pg_cron is not in this database'
            using hint = 'it is in the one that cron.database_name names; set that to this database, and create extension pg_cron';
    end if;
    -- pg_cron has one time zone for all jobs; before 1.5, that is GMT.
    if lower(coalesce(current_setting('cron.timezone', true), 'GMT')) not in ({{ same_zones }}) then
        raise exception 'cron.timezone is %, and these schedules are of %',
            coalesce(current_setting('cron.timezone', true), 'GMT'), {{ zone | literal }}
            using hint = 'set cron.timezone to it in postgresql.conf and restart the server, or run them by another scheduler';
    end if;
end
$$;

-- The ledger, where there is none.
{% set make %}
begin
    if to_regclass('pgspec.files') is null or to_regclass('pgspec.transform_expectations') is null then
        execute {{ ledger | dollar_quoted }};
    end if;
end
{% endset %}
do {{ ("\n" ~ make) | dollar_quoted }};

select cron.unschedule(jobid) from cron.job
where starts_with(jobname::text, {{ prefix | literal }}) and database = current_database()
{% if jobs %}
and jobname::text not in (
{% for job in jobs %}
    {{ job.name | literal }}{{ "," if not loop.last }}
{% endfor %}
)
{% endif %}
;
{% for job in jobs %}

-- {{ job.words | one_line }}
-- Runs: {{ job.what | one_line }}
{% for note in job.notes %}
-- {{ note | one_line }}
{% endfor %}
select cron.schedule({{ job.name | literal }}, {{ job.cron | literal }}, {{ job.command | dollar_quoted }});
{% endfor %}

commit;
