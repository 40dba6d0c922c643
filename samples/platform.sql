-- Branches, articles, stores, cars and an illness, beside the sales. The same rows on every server: no clock, no random();
-- chance is a hash of the row's number.
begin;
set local jit = off; -- compiling costs more than these statements take

create function pg_temp.luck(place text, below bigint) returns bigint
language sql immutable as
$$ select (pg_catalog.hashtextextended(place, 7) & 1125899906842623) % below $$;

insert into branches.branches (branch_id, name, region, opened_on)
values (1, 'Orchard', 'sg', '2019-03-01'), (2, 'Jurong', 'sg', '2021-06-15'), (3, 'Tampines', 'sg', '2023-01-10'),
       (4, 'Berlin Mitte', 'de', '2020-09-01'), (5, 'Hamburg', 'de', '2022-04-20'), (6, 'Boston', 'us', '2021-11-01');

-- Hamburg has many customers who seldom come; Boston sells little.
insert into branches.customers (customer_id, branch_id, since)
select n, branch_id, date '2025-01-01' + pg_temp.luck('since ' || n, 650)::int
from (select n, case when pg_temp.luck('branch ' || n, 10) < 4 then 5 else 1 + pg_temp.luck('other ' || n, 6) end as branch_id
      from generate_series(1, 3000) as n) as customers;

insert into branches.products (branch_id, product_id, price)
select branch_id, product_id, 5 + pg_temp.luck('price ' || product_id, 20000) / 100.0
from branches.branches, generate_series(1, 80) as product_id
where product_id <= (array[80, 60, 45, 70, 40, 25])[branch_id];

insert into branches.transactions (transaction_id, branch_id, customer_id, product_id, amount, day)
select row_number() over (order by c.customer_id, visit), c.branch_id, c.customer_id, p.product_id, p.price,
       c.since + (pg_temp.luck(format('day %s %s', c.customer_id, visit), 30) + 20 * visit)::int
from branches.customers c
cross join lateral generate_series(1, (array[9, 7, 6, 8, 1, 2])[c.branch_id]) as visit
join branches.products p on p.branch_id = c.branch_id
  and p.product_id = 1 + pg_temp.luck(format('product %s %s', c.customer_id, visit), (array[80, 60, 45, 70, 40, 25])[c.branch_id])
where c.since + 20 * visit + 30 < date '2026-11-16';

insert into branches.conversations (conversation_id, branch_id, customer_id, day)
select row_number() over (order by customer_id, n), branch_id, customer_id,
       since + pg_temp.luck(format('talk %s %s', customer_id, n), 60)::int
from branches.customers, generate_series(1, 2) as n
where pg_temp.luck(format('talks %s %s', customer_id, n), 3) > 0;

-- Tickets of the week before, as far as they are not resolved.
insert into support.tickets (ticket_id, topic, branch_id, opened_at)
select extract(epoch from day)::bigint / 86400 * 10 + n, (array['Delivery', 'Payment', 'Returns', 'Website'])[1 + n % 4],
       1 + n % 6, day + n * interval '97 minutes'
from generate_series(timestamptz '2026-11-08 16:00Z', timestamptz '2026-11-14 16:00Z', interval '1 day') as day,
     generate_series(0, 9) as n
where pg_temp.luck(format('ticket %s %s', extract(epoch from day), n), 10) < 3;

insert into articles.articles (article_id, title, published_at)
select n, (array['How to choose', 'How to repair', 'Behind', 'The story of', 'Ten ways to use'])[1 + n % 5] || ' '
            || (array['a lamp', 'a kettle', 'a desk', 'a drill', 'a tent', 'a bicycle'])[1 + n % 6] || ', part ' || (n + 5) / 6,
       timestamptz '2026-01-01 08:00+08' + n * interval '2 days'
from generate_series(1, 150) as n;

insert into subscriptions.stores (store_id, name, region)
select n, 'Store ' || n, (array['sg', 'de', 'us'])[1 + n % 3] from generate_series(1, 400) as n;

-- Two in five leave, and one in four of these comes back.
with first as (
  select store_id, date '2025-06-01' + pg_temp.luck('installed ' || store_id, 500)::int as installed_on,
         pg_temp.luck('leaves ' || store_id, 10) < 4 as leaves,
         10 + pg_temp.luck('stays ' || store_id, 300)::int as days,
         1 + pg_temp.luck('pays ' || store_id, 900) / 100.0 as price
  from subscriptions.stores
), ended as (
  select *, case when leaves and installed_on + days < date '2026-11-16' then installed_on + days end as uninstalled_on
  from first
)
insert into subscriptions.periods (store_id, installed_on, uninstalled_on, price_per_day)
select store_id, installed_on, uninstalled_on, price from ended
union all
select store_id, uninstalled_on + 30, null, price + 1 from ended
where uninstalled_on + 30 < date '2026-11-16' and pg_temp.luck('returns ' || store_id, 4) = 0;

-- One wave of an illness, counted each day but two.
insert into health.case_reports (day, cases, file, line)
select day::date, round(60000 / (1 + exp((100 - (day::date - date '2020-01-23')) / 12.0))), 'covid_sg_2020-08-31.json', row_number() over (order by day)
from generate_series(timestamp '2020-01-23', timestamp '2020-08-30', interval '1 day') as day
where day not in ('2020-05-01', '2020-06-10');

-- Every combination of a car's attributes, once.
insert into cars.evaluations (buying, maintenance, doors, persons, boot, safety, class, file, line)
select buying, maintenance, doors, persons, boot, safety,
       case when safety = 'low' or persons = '2' or price + care > 6 then 'unacc'
            when price + care < 4 and safety = 'high' then case boot when 'big' then 'vgood' else 'good' end
            else 'acc' end,
       'cars_2026-11-09.data', row_number() over (order by price desc, care desc, doors, persons, boot, safety)
from unnest(array['low', 'med', 'high', 'vhigh']) with ordinality as b (buying, price),
     unnest(array['low', 'med', 'high', 'vhigh']) with ordinality as m (maintenance, care),
     unnest(array['2', '3', '4', '5more']) as doors, unnest(array['2', '4', 'more']) as persons,
     unnest(array['small', 'med', 'big']) as boot, unnest(array['low', 'med', 'high']) as safety;
commit;
