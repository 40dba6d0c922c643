create role chg_metrics_writer;
create table public.sensors (id integer primary key, name text not null);
create table public.metrics (id bigserial primary key, sensor integer not null references public.sensors, at timestamptz not null, value double precision);
create index metrics_sensor_at on public.metrics (sensor, at);
create view public.latest as select distinct on (sensor) sensor, at, value from public.metrics order by sensor, at desc;
create materialized view public.hourly as select sensor, date_trunc('hour', at) as hour, avg(value) as average from public.metrics group by 1, 2;
create unique index hourly_key on public.hourly (sensor, hour);
grant insert on public.metrics to chg_metrics_writer;
