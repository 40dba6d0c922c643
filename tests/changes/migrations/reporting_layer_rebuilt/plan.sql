-- PostgreSQL 15

-- transaction
drop view mart.yearly;
drop function mart.best_region();
-- breaks_clients
drop materialized view mart.regions;
-- breaks_clients
drop view mart.monthly;
drop view mart.daily;
create type mart.period as enum ('day', 'month', 'year');
CREATE OR REPLACE FUNCTION mart.total(period mart.period, at date)
 RETURNS numeric
 LANGUAGE sql
 STABLE
AS $function$select sum(amount) from public.sales where date_trunc(period::text, day) = date_trunc(period::text, at)$function$;
grant execute on function mart.total(mart.period, date) to chg_report_analyst;
create view mart.daily as
 SELECT sales.day,
    sales.region,
    sales.product,
    sum(sales.amount) AS amount,
    count(*) AS sales
   FROM public.sales
  GROUP BY sales.day, sales.region, sales.product;
-- widens_access
grant select on table mart.daily to chg_report_analyst;
create materialized view mart.monthly as
 SELECT (date_trunc('month'::text, (daily.day)::timestamp with time zone))::date AS month,
    daily.region,
    sum(daily.amount) AS amount
   FROM mart.daily
  GROUP BY ((date_trunc('month'::text, (daily.day)::timestamp with time zone))::date), daily.region;
grant select on table mart.monthly to chg_report_analyst;
create view mart.regions as
 SELECT monthly.region,
    sum(monthly.amount) AS amount
   FROM mart.monthly
  GROUP BY monthly.region;
grant select on table mart.regions to chg_report_analyst;
CREATE OR REPLACE FUNCTION mart.best_region()
 RETURNS text
 LANGUAGE sql
BEGIN ATOMIC
 SELECT regions.region
    FROM mart.regions
   ORDER BY regions.amount DESC
  LIMIT 1;
END;
create view mart.yearly as
 SELECT (EXTRACT(year FROM monthly.month))::integer AS year,
    sum(monthly.amount) AS amount,
    lag(sum(monthly.amount)) OVER (ORDER BY ((EXTRACT(year FROM monthly.month))::integer)) AS before
   FROM mart.monthly
  GROUP BY ((EXTRACT(year FROM monthly.month))::integer);
-- widens_access
grant select on table mart.yearly to chg_report_analyst;
CREATE UNIQUE INDEX monthly_key ON mart.monthly USING btree (month, region);

-- outside of a transaction
CREATE INDEX CONCURRENTLY sales_day ON public.sales USING brin (day);
