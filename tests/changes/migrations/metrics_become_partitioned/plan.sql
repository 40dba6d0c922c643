-- PostgreSQL 15

-- transaction
drop index public.metrics_sensor_at;
alter table public.metrics drop constraint metrics_pkey;
alter table public.metrics drop constraint metrics_sensor_fkey;
alter table public.metrics rename to metrics__old;
drop materialized view public.hourly;
drop view public.latest;
create table public.metrics (
    sensor integer not null,
    at timestamp with time zone not null,
    value double precision,
    constraint metrics_pkey PRIMARY KEY (sensor, at)
) partition by RANGE (at);
-- widens_access
grant insert on table public.metrics to chg_metrics_writer;
create table public.metrics_2025 partition of public.metrics FOR VALUES FROM ('2025-01-01 00:00:00+00') TO ('2026-01-01 00:00:00+00');
create table public.metrics_2026 partition of public.metrics FOR VALUES FROM ('2026-01-01 00:00:00+00') TO ('2027-01-01 00:00:00+00');
create table public.metrics_rest partition of public.metrics default;
alter table public.sensors add column unit text default 'C'::text not null;
create view public.latest as
 SELECT DISTINCT ON (metrics.sensor) metrics.sensor,
    metrics.at,
    metrics.value,
    sensors.unit
   FROM (public.metrics
     JOIN public.sensors ON ((sensors.id = metrics.sensor)))
  ORDER BY metrics.sensor, metrics.at DESC;
create materialized view public.hourly as
 SELECT metrics.sensor,
    date_trunc('hour'::text, metrics.at) AS hour,
    avg(metrics.value) AS average,
    max(metrics.value) AS highest
   FROM public.metrics
  GROUP BY metrics.sensor, (date_trunc('hour'::text, metrics.at));
CREATE UNIQUE INDEX hourly_key ON public.hourly USING btree (sensor, hour);
CREATE STATISTICS public.sensors_name_unit (dependencies) ON name, unit FROM public.sensors;
-- depends_on_data
insert into public.metrics (sensor, at, value) overriding system value select sensor, at, value from public.metrics__old;
-- depends_on_data
alter table public.metrics add constraint metrics_sensor_fkey FOREIGN KEY (sensor) REFERENCES public.sensors(id);
CREATE INDEX metrics_at ON public.metrics USING brin (at);
drop table public.metrics__old;
