-- PostgreSQL 15

-- transaction
drop function public.best_month();
drop materialized view public.month_totals;
drop view public.day_totals;
drop view public.order_days;
-- depends_on_data, breaks_clients
alter table public.orders alter column at type timestamp with time zone, alter column id type bigint, alter column total type numeric(14,4);
-- breaks_clients
create view public.order_days as
 SELECT orders.id,
    orders.total,
    (orders.at)::date AS day
   FROM public.orders;
-- widens_access
grant select (day) on table public.order_days to chg_tangle_reader;
-- widens_access
grant select (id) on table public.order_days to chg_tangle_reader;
create view public.day_totals as
 SELECT order_days.day,
    sum(order_days.total) AS total
   FROM public.order_days
  GROUP BY order_days.day;
-- widens_access
grant select on table public.day_totals to chg_tangle_reader;
comment on view public.day_totals is 'Per day.';
create materialized view public.month_totals as
 SELECT date_trunc('month'::text, (day_totals.day)::timestamp with time zone) AS month,
    sum(day_totals.total) AS total
   FROM public.day_totals
  GROUP BY (date_trunc('month'::text, (day_totals.day)::timestamp with time zone));
-- widens_access
grant select on table public.month_totals to chg_tangle_reader;
comment on column public.month_totals.total is 'Per month.';
CREATE OR REPLACE FUNCTION public.best_month()
 RETURNS SETOF public.month_totals
 LANGUAGE sql
BEGIN ATOMIC
 SELECT month_totals.month,
     month_totals.total
    FROM public.month_totals
   ORDER BY month_totals.total DESC
  LIMIT 1;
END;
CREATE UNIQUE INDEX month_totals_month ON public.month_totals USING btree (month);
CREATE TRIGGER store INSTEAD OF INSERT ON public.order_days FOR EACH ROW EXECUTE FUNCTION public.store();
