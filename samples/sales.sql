-- Eighteen months of sales, up to 2026-06-30. The same rows on every server: no clock, no random();
-- chance is a hash of the row's number. Loads into an empty schema, in one transaction, the way the
-- rows would have come to be: items are listed and change their cost, baskets are opened, filled,
-- then completed or cancelled. The triggers keep totals and histories meanwhile.
begin;
set local jit = off; -- compiling costs more than these statements take

-- A number in [0, 1) that depends on its arguments alone.
create function pg_temp.chance(row_number bigint, seed bigint) returns double precision
language sql immutable as
$$ select ((pg_catalog.hashint8extended(row_number, seed) >> 12) & 4503599627370495) / 4503599627370496.0::double precision $$;

-- An element of an array, by chance.
create function pg_temp.pick(choices text[], row_number bigint, seed bigint) returns text
language sql immutable as
$$ select choices[1 + floor(pg_temp.chance(row_number, seed) * array_length(choices, 1))::int] $$;

-- 60 manufacturers: every pair of 12 names and 5 trades.
insert into sales.manufacturers (manufacturer_id, name, country)
overriding system value
select 5 * (first.place - 1) + second.place,
       first.name || ' ' || second.trade,
       (array['SG', 'MY', 'JP', 'DE', 'SE', 'US', 'KR', 'IT'])[1 + (7 * first.place + 3 * second.place) % 8]
from unnest(array['Aldera', 'Borealis', 'Calder', 'Dunmore', 'Eastwind', 'Fennick', 'Granite Bay', 'Holloway',
                  'Ironbark', 'Juniper', 'Kestrel', 'Larkspur']) with ordinality as first (name, place)
cross join unnest(array['Works', 'Home', 'Instruments', 'Outdoor', 'Supply']) with ordinality as second (trade, place);

-- 1,200 items. Numbers up to 1,000 were listed before the first sale and are still for sale.
-- The later ones appear during the eighteen months; every third of those is removed again.
insert into sales.items
    (item_id, manufacturer_id, name, description, cost, cost_since, weight_kg, listed_at, removed_at)
overriding system value
select n,
       1 + floor(60 * pg_temp.chance(n, 1) * pg_temp.chance(n, 2))::int,
       style || ' ' || kind.name || ' ' || (100 + n),
       format('%s %s in %s. Model %s, with two years of warranty; spare parts are kept for five years.',
              style, kind.name, pg_temp.pick(array['black', 'white', 'oak', 'sand', 'navy', 'olive'], n, 5), 100 + n),
       round((kind.cost * (0.6 + 0.9 * pg_temp.chance(n, 6)))::numeric, 1) - 0.05,
       dated.listed_at,
       round((kind.weight_kg * (0.7 + 0.6 * pg_temp.chance(n, 7)))::numeric, 3),
       dated.listed_at,
       case when n > 1000 and n % 3 = 0 then dated.listed_at + interval '150 days' end
from generate_series(1, 1200) as n
cross join lateral (
    select name, cost, weight_kg
    from (values (1, 'Desk Lamp', 45.0, 1.4), (2, 'Kettle', 60.0, 1.2), (3, 'Office Chair', 220.0, 14.5),
                 (4, 'Bookshelf', 180.0, 28.0), (5, 'Headphones', 150.0, 0.4), (6, 'Backpack', 90.0, 1.1),
                 (7, 'Water Bottle', 25.0, 0.3), (8, 'Tent', 320.0, 4.8), (9, 'Toolbox', 75.0, 6.5),
                 (10, 'Frying Pan', 55.0, 1.9), (11, 'Keyboard', 110.0, 0.9), (12, 'Floor Lamp', 130.0, 5.2),
                 (13, 'Rug', 140.0, 7.5), (14, 'Blender', 95.0, 3.1), (15, 'Bicycle', 780.0, 12.8)
         ) as kinds (place, name, cost, weight_kg)
    where place = 1 + n % 15) as kind
cross join lateral (
    select pg_temp.pick(array['Classic', 'Compact', 'Folding', 'Modern', 'Nordic', 'Quiet', 'Sturdy', 'Urban'], n, 3)
) as styles (style)
cross join lateral (
    select case when n <= 1000
                then timestamptz '2024-01-01 00:00:00+00' + n * interval '6 hours'
                else timestamptz '2025-02-01 00:00:00+00' + (n - 1000) * interval '55 hours'
           end
) as dated (listed_at);

-- Costs change three times, each time for about two items in five; one change in four is a cut.
update sales.items
set cost = round(cost * (0.96 + 0.16 * pg_temp.chance(item_id, 11))::numeric, 2), cost_since = '2025-04-01 00:00:00+00'
where listed_at < '2025-04-01 00:00:00+00' and pg_temp.chance(item_id, 10) < 0.4;
update sales.items
set cost = round(cost * (0.96 + 0.16 * pg_temp.chance(item_id, 13))::numeric, 2), cost_since = '2025-09-15 00:00:00+00'
where listed_at < '2025-09-15 00:00:00+00' and pg_temp.chance(item_id, 12) < 0.4;
update sales.items
set cost = round(cost * (0.96 + 0.16 * pg_temp.chance(item_id, 15))::numeric, 2), cost_since = '2026-02-01 00:00:00+00'
where listed_at < '2026-02-01 00:00:00+00' and removed_at is null and pg_temp.chance(item_id, 14) < 0.4;

-- 3,000 members, numbered as they joined: 2,000 before the first sale, the others evenly after it.
-- 4001 has no divisor in common with 17,011, so that no two members share a day of birth.
insert into sales.members (membership_id, name, email, mobile_no, date_of_birth, status, joined_on, ended_on)
select lower(person.last_name) || '_' || left(encode(sha256(to_char(person.born, 'YYYYMMDD')::bytea), 'hex'), 5),
       person.first_name || ' ' || person.last_name,
       lower(person.first_name || '.' || person.last_name) || '.' || n || '@example.com',
       (80000000 + (n * 48271) % 19999999)::text,
       person.born,
       (case when joining.ended_on is not null then 'ended'
             when pg_temp.chance(n, 25) < 0.05 then 'paused'
             else 'active' end)::sales.membership_status,
       joining.joined_on,
       joining.ended_on
from generate_series(1, 3000) as n
cross join lateral (
    select pg_temp.pick(array['Aisha', 'Benjamin', 'Chloe', 'Daniel', 'Elena', 'Farid', 'Grace', 'Hassan', 'Ivy',
                              'Jun', 'Kavya', 'Liam', 'Mei', 'Nadia', 'Oscar', 'Priya', 'Rahul', 'Siti', 'Tomas',
                              'Uma', 'Victor', 'Wei', 'Yusuf', 'Zoe'], n, 21),
           pg_temp.pick(array['Abdullah', 'Bakar', 'Chan', 'Chua', 'Dasgupta', 'Evans', 'Fernandez', 'Goh', 'Huang',
                              'Ibrahim', 'Jansen', 'Kaur', 'Koh', 'Lee', 'Lim', 'Menon', 'Nair', 'Ng', 'Ong',
                              'Pereira', 'Quek', 'Rahman', 'Santos', 'Tan', 'Teo', 'Usman', 'Vasquez', 'Wong',
                              'Yeo', 'Zhang'], n, 22),
           date '1955-01-01' + ((n * 4001) % 17011)::int
) as person (first_name, last_name, born)
cross join lateral (
    select case when n <= 2000 then date '2022-01-01' + floor(n * 0.54)::int
                else date '2025-01-01' + floor((n - 2000) * 0.54)::int end as joined_on,
           case when pg_temp.chance(n, 23) < 0.06
                then date '2026-07-01' + floor(180 * pg_temp.chance(n, 24))::int - 180 end as left_on
) as drawn
cross join lateral (
    select drawn.joined_on, case when drawn.left_on > drawn.joined_on then drawn.left_on end as ended_on
) as joining;

-- 20,000 baskets, less those of members who had left. Business grows by half over the time, more is
-- bought in the evening, and members with low numbers buy often. Nobody buys before joining.
create temporary table baskets on commit drop as
select row_number() over (order by drawn.created_at, drawn.n) as basket, drawn.created_at, buyer.membership_id
from (
    select n,
           timestamptz '2024-12-31 16:00:00+00' + day * interval '1 day'
               + floor(86400 * (1 - pg_temp.chance(n, 32) * pg_temp.chance(n, 33)) * 0.98) * interval '1 second' as created_at,
           1 + floor((2000 + day * 1.83) * (0.1 * luck + 0.1 * luck * luck + 0.8 * luck * luck * luck))::int as member_number
    from generate_series(1, 20000) as n
    cross join lateral (
        select floor(545 * case when pg_temp.chance(n, 30) < 0.8 then pg_temp.chance(n, 31)
                                else sqrt(pg_temp.chance(n, 31)) end)::int,
               pg_temp.chance(n, 34)
    ) as draws (day, luck)
) as drawn
join (
    select membership_id, ended_on, row_number() over (order by joined_on, email) as member_number from sales.members
) as buyer
    on buyer.member_number = drawn.member_number
    and (buyer.ended_on > (drawn.created_at at time zone 'Asia/Singapore')::date) is not false;
analyze baskets;

insert into sales.transactions (transaction_id, membership_id, created_at)
overriding system value
select basket, membership_id, created_at from baskets order by basket;

-- One to seven lines each. The first is always an item that is for sale all the time; items by
-- popularity are a permutation of their numbers (617 has no divisor in common with 1,200 or 1,000).
-- Every 24th item never sells. In a third of the baskets of two and more, the second line is the
-- companion of the first: this is what people buy together.
insert into sales.transaction_items (transaction_id, item_id, quantity, unit_price, unit_weight_kg)
select basket, item_id, quantity, cost, weight_kg
from (
    select distinct on (line.basket, item.item_id)
           line.basket, item.item_id, line.quantity, price.cost, item.weight_kg
    from (
        select basket, created_at, place, number,
               1 + floor(1000 * (0.03 * first_draw + 0.97 * first_draw * first_draw * first_draw))::int as first_rank,
               1 + floor(1200 * draw * draw)::int as other_rank,
               case when pg_temp.chance(number, 44) < 0.78 then 1
                    else 2 + floor(4 * pg_temp.chance(number, 45) * pg_temp.chance(number, 46))::int end as quantity
        from baskets
        cross join lateral generate_series(
            1, 1 + floor(7 * pg_temp.chance(basket, 40) * pg_temp.chance(basket, 41))::int) as place
        cross join lateral (
            select 8 * basket + place, pg_temp.chance(basket, 42), pg_temp.chance(8 * basket + place, 43)
        ) as drawn (number, first_draw, draw)
    ) as line
    cross join lateral (
        select case when place = 1 then 1 + (first_rank * 617) % 1000
                    when place = 2 and pg_temp.chance(basket, 47) < 0.33 then 1 + (first_rank * 617 + 7) % 1000
                    else 1 + (other_rank * 617) % 1200 end
    ) as choice (chosen)
    -- A first line that hit an item that never sells takes its neighbour.
    join sales.items as item
        on item.item_id = case when chosen % 24 = 0 and place = 1 then chosen - 1 else chosen end
        and item.item_id % 24 <> 0
        and item.listed_at <= line.created_at
        and (item.removed_at > line.created_at) is not false
    join (
        select item_id, cost, valid_from, lead(valid_from) over (partition by item_id order by valid_from) as valid_to
        from sales.item_prices
    ) as price
        on price.item_id = item.item_id
        and price.valid_from <= line.created_at
        and (price.valid_to > line.created_at) is not false
    order by line.basket, item.item_id, line.place
) as lines;

-- Four in a hundred give up; of the last five days, half are still undecided. The rest pay within
-- the hour, and what was paid leaves in one to five days.
update sales.transactions as sale
set status = closing.status,
    completed_at = case when closing.status = 'completed' then closing.paid_at end,
    cancelled_at = case when closing.status = 'cancelled' then closing.paid_at end,
    shipping_status = closing.shipping_status,
    carrier = case when closing.shipping_status not in ('waiting', 'packed')
                   then pg_temp.pick(array['SingPost', 'Ninja Van', 'J&T Express'], sale.transaction_id, 54) end,
    tracking_number = case when closing.shipping_status not in ('waiting', 'packed')
                           then 'SG' || lpad((sale.transaction_id * 7919)::text, 10, '0') end,
    shipped_at = case when closing.shipping_status not in ('waiting', 'packed') then closing.shipped_at end,
    delivered_at = case when closing.shipping_status in ('delivered', 'returned') then closing.delivered_at end
from (
    select transaction_id, paid_at, shipped_at, delivered_at, status,
           (case when status <> 'completed' or shipped_at - interval '12 hours' > now_is then 'waiting'
                 when shipped_at > now_is then 'packed'
                 when delivered_at > now_is then 'shipped'
                 when pg_temp.chance(transaction_id, 53) < 0.02 then 'returned'
                 else 'delivered' end)::sales.shipping_status as shipping_status
    from (
        select transaction_id, now_is, paid_at,
               paid_at + interval '24 hours' + pg_temp.chance(transaction_id, 51) * interval '96 hours' as shipped_at,
               paid_at + interval '144 hours' + pg_temp.chance(transaction_id, 52) * interval '72 hours' as delivered_at,
               (case when pg_temp.chance(transaction_id, 50) < 0.04 then 'cancelled'
                     when created_at > now_is - interval '5 days' and pg_temp.chance(transaction_id, 50) < 0.5 then 'pending'
                     else 'completed' end)::sales.transaction_status as status
        from sales.transactions
        cross join lateral (
            select timestamptz '2026-06-30 16:00:00+00',
                   created_at + (1 + floor(59 * pg_temp.chance(transaction_id, 55))) * interval '1 minute'
        ) as times (now_is, paid_at)
    ) as timed
) as closing
where closing.transaction_id = sale.transaction_id and closing.status <> 'pending';

refresh materialized view sales.monthly_sales;

select setval(pg_get_serial_sequence('sales.manufacturers', 'manufacturer_id'), max(manufacturer_id)) from sales.manufacturers;
select setval(pg_get_serial_sequence('sales.items', 'item_id'), max(item_id)) from sales.items;
select setval(pg_get_serial_sequence('sales.transactions', 'transaction_id'), max(transaction_id)) from sales.transactions;

drop function pg_temp.pick(text[], bigint, bigint);
drop function pg_temp.chance(bigint, bigint);
commit;

analyze sales.manufacturers, sales.items, sales.item_prices, sales.members, sales.transactions,
        sales.transaction_items, sales.monthly_sales;
