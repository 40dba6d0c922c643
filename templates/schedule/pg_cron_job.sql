-- {{ name | one_line }}
set local search_path = pg_catalog;
{{ settings }};
do {% set body %}

declare
    pgspec_at timestamptz;
    pgspec_from timestamptz;
    pgspec_to timestamptz;
    pgspec_began timestamptz;
    pgspec_run bigint;
    pgspec_inserted bigint := 0;
    pgspec_updated bigint := 0;
    pgspec_deleted bigint := 0;
{% if how == "counts" %}
    pgspec_astray bigint;
    pgspec_twice bigint;
{% endif %}
    pgspec_watermark text;
{% if expectations %}
    pgspec_failing bigint;
    pgspec_all bigint;
    pgspec_kept text;
    pgspec_warns bigint;
    pgspec_findings jsonb;
    pgspec_words text;
{% endif %}
begin
    -- The lock that `pgspec run` takes.
{% if waits %}
    perform pg_advisory_xact_lock(hashtext('pgspec run'), hashtext({{ name | literal }}));
{% else %}
    if not pg_try_advisory_xact_lock(hashtext('pgspec run'), hashtext({{ name | literal }})) then
        raise notice '{{ name }}: the run before is not over';
        return;
    end if;
{% endif %}
    -- What is due by the schedule and not done by the ledger.
    for pgspec_at, pgspec_from, pgspec_to in
{{ due }}
    loop
        pgspec_began := clock_timestamp();
        {{ search_path }};
        {{ role }};
{% if how == "refresh" %}
{% if concurrently %}
        if (select relispopulated from pg_catalog.pg_class where oid = {{ target | literal }}::regclass) then
            refresh materialized view concurrently {{ target }};
        else
            refresh materialized view {{ target }};
        end if;
{% else %}
        refresh materialized view {{ target }};
{% endif %}
{% elif how == "statement" %}
        execute {{ fill | dollar_quoted }}
            using pgspec_at, pgspec_from, pgspec_to, pgspec_watermark;
        get diagnostics pgspec_updated = row_count;
{% elif how == "counts" %}
{% if watermark is not none %}
        execute {{ watermark | dollar_quoted }} into pgspec_watermark;
        pgspec_watermark := coalesce(pgspec_watermark, {{ watermark_start | literal }});
{% endif %}
        execute {{ fill | dollar_quoted }}
            into pgspec_inserted, pgspec_updated, pgspec_deleted, pgspec_astray, pgspec_twice
            using pgspec_at, pgspec_from, pgspec_to, pgspec_watermark;
        if pgspec_astray > 0 then
            raise exception '{{ name }}: % {{ astray }}', pgspec_astray;
        elsif pgspec_twice > 0 then
            raise exception '{{ name }}: the query gives % keys more than once', pgspec_twice;
        end if;
{% endif %}
{% if expectations %}
        pgspec_findings := '[]';
{% for expectation in expectations %}
        execute {{ expectation.sql | dollar_quoted }}
            into pgspec_failing, pgspec_all, pgspec_kept, pgspec_warns
            using pgspec_at, pgspec_from, pgspec_to, pgspec_watermark;
        pgspec_findings := pgspec_findings || jsonb_build_object(
            'name', {{ expectation.name | literal }},
            'outcome', case when {{ expectation.is_exceeded }} then '{{ expectation.outcome }}'
                            when pgspec_warns > 0 then 'warned' else 'met' end,
            'failing', greatest(pgspec_failing, pgspec_warns),
            'kept', pgspec_kept::jsonb
        );
{% endfor %}
{% endif %}
        reset role;
        set local search_path = pg_catalog;
{% if expectations %}
        select string_agg(format('%s (%s failing)', it ->> 'name', it ->> 'failing'), ', ') into pgspec_words
        from jsonb_array_elements(pgspec_findings) as it where it ->> 'outcome' = 'failed';
        if pgspec_words is not null then
            raise exception '{{ name }}: not as expected: %', pgspec_words;
        end if;
{% endif %}
        insert into pgspec.transform_runs (
            name, at, from_time, to_time, version, outcome, inserted, updated, deleted, began_at
        ) values (
            {{ name | literal }}, pgspec_at, pgspec_from, pgspec_to,
            {{ version | literal }}, 'done',
            pgspec_inserted, pgspec_updated, pgspec_deleted, pgspec_began
        ) returning run_id into pgspec_run;
{% if expectations %}
        insert into pgspec.transform_expectations (run_id, name, outcome, failing, kept)
        select pgspec_run, it.name, it.outcome, it.failing, it.kept
        from jsonb_to_recordset(pgspec_findings) as it (name text, outcome text, failing bigint, kept jsonb);
{% endif %}
    end loop;
end
{% endset %}{{ body | dollar_quoted }};
