select * from items
select item_id, name from sales.items where cost > 10 order by cost desc nulls last limit 5
select i.name, m.name as maker from items i join manufacturers m on m.manufacturer_id = i.manufacturer_id
select name, country from items join manufacturers using (manufacturer_id, name)
select manufacturer_id, item_id, country from items left join manufacturers using (manufacturer_id)
select country, cost from items natural join manufacturers
select x.n from items as x(id, m, n)
select id, cost from (items i join manufacturers m using (manufacturer_id)) as j(id) where j.id = 1
select u.manufacturer_id from items join manufacturers using (manufacturer_id) as u
select q.total from (select sum(cost) as total from items) q
select total from (select sum(cost) from items) q(total)
with recent as (select * from transactions where created_at > now() - interval '1 day') select membership_id, count(*) from recent group by membership_id
with a(x, y) as (values (1, 2), (3, 4)) select x + y from a order by x
with recursive t(n) as (select 1 union all select n + 1 from t where n < 10) select sum(n) from t
with recursive tree as (select item_id, name, 1 as depth from items where item_id = 1 union all select i.item_id, i.name, tree.depth + 1 from items i join tree on tree.item_id = i.manufacturer_id) select depth, name from tree order by depth
with recursive g(a, b) as (select item_id, manufacturer_id from items union all select i.item_id, g.b from items i, g where g.a = i.manufacturer_id) search depth first by a set ord cycle a set is_cycle using path select a, ord, is_cycle, path from g order by ord
with moved as (delete from items where cost < 1 returning *) insert into old_items select item_id, name from moved
with up as (update items set cost = cost * 2 where name = 'x' returning item_id, cost as new_cost) select up.new_cost from up join items using (item_id)
select i.name, l.total from items i, lateral (select sum(total_price) as total from transactions t where t.item_id = i.item_id) l
select i.name, l.total from items i left join lateral (select sum(t.total_price) as total from transactions t where t.item_id = i.item_id) l on true
select name, (select count(*) from transactions t where t.item_id = items.item_id and cost > 5) from items
select name from items where exists (select from transactions where transactions.item_id = items.item_id)
select name from items where item_id in (select item_id from transactions where membership_id = name)
select item_id from items union select transaction_id from transactions order by item_id
(select item_id as x from items limit 1) union all (select 2) order by x
select item_id as k, name from items except select 1, 'a' order by k, 2
values (1, 'a'), (2, 'b') order by column1
table items order by cost limit 3
select upper(name) as label, count(*) as n from items group by label having count(*) > 1 order by n, label
select name, cost from items group by item_id order by cost + 1
select distinct on (manufacturer_id) manufacturer_id, name from items order by manufacturer_id, cost desc
select name, rank() over w, sum(cost) over (w rows between 1 preceding and current row) from items window w as (partition by manufacturer_id order by cost)
select count(*) filter (where cost > 5), string_agg(name, ', ' order by cost desc), percentile_cont(0.5) within group (order by cost) from items
select manufacturer_id, name, sum(cost) from items group by grouping sets ((manufacturer_id), (name), ())
select manufacturer_id, name, grouping(name), sum(cost) from items group by rollup (manufacturer_id, name)
select sum(cost) from items group by cube (manufacturer_id, (name, cost)), ()
insert into items (manufacturer_id, name, cost) values (1, 'a', default) returning item_id, xmax
insert into items as i (item_id, name) values (1, 'a') on conflict (item_id) do update set name = excluded.name, cost = i.cost + excluded.cost where i.cost < excluded.cost returning i.*
insert into items (name, cost) select name, cost from items where cost > 1 on conflict do nothing
insert into items default values
insert into members (profile.street, tags[1]) values ('a', 'b')
update items set cost = cost * 1.1 where manufacturer_id = 3
update items as i set cost = m.manufacturer_id, name = country from manufacturers m where m.manufacturer_id = i.manufacturer_id returning i.name, m.country
update items set (name, cost) = (select country, 1 from manufacturers m where m.manufacturer_id = items.manufacturer_id)
update items set name = default where ctid = '(0,1)'
delete from items using manufacturers m where m.manufacturer_id = items.manufacturer_id and m.country = 'SG' returning items.item_id
delete from only sales.items as i where i.cost is null
merge into items i using old_items o on i.item_id = o.item_id when matched and o.name = i.name then update set cost = 0 when matched then delete when not matched then insert (item_id, name) values (o.item_id, o.name)
merge into items using (select 1 as k) s on s.k = item_id when matched then update set name = k::text when not matched then do nothing
select i from items i
select items from items
select to_jsonb(i), row_to_json(items.*) from items i cross join lateral (select i.*) items
select i.to_jsonb from items i
select tableoid::regclass, ctid, xmin from items
select items.tableoid, i2.ctid from items, items i2
select sales.items.name from sales.items
select sales.items.name from items
select public.members.membership_id from public.members
select g from generate_series(1, 3) g
select n, n * 2 as d from generate_series(1, 3) as g(n) where n > 1 order by d
select generate_series from generate_series(1, 3)
select t.x, ord from unnest(array[1,2]) with ordinality as t(x, ord)
select key, value from jsonb_each('{}'::jsonb)
select value ->> 'a', i.name from items i, jsonb_array_elements(i.details) where value ? 'a'
select e.key, e.value from items, jsonb_each_text(details) as e(key, value)
select a, b from json_to_recordset('[]') as x(a int, b text)
select r.a from rows from (generate_series(1,2), generate_series(3,4)) as r(a, b)
select anything from jsonb_to_record('{"anything":1}') as x(anything int)
select relname, c.oid, relkind from pg_class c join pg_namespace n on n.oid = c.relnamespace where nspname = 'sales'
select table_name from information_schema.tables where table_schema = current_schema
select extract(year from created_at), created_at at time zone 'UTC', date_trunc('month', created_at) from transactions
select current_date, current_timestamp, localtime, current_user, session_user, user, current_role, current_catalog
select (profile).street, (m.profile).zip, (m).membership_id from members m
select tags[1], tags[1:2], tags[:2], array_length(tags, 1), tags[array_length(tags, 1)] from members
select array(select name from items order by cost), array[cost, 1] from items
select make_interval(days => item_id::int, hours := 2) from items
select position('a' in name), substring(name from 2 for 3), trim(both 'x' from name), overlay(name placing 'x' from 1), name like 'a%' escape '!' from items
select coalesce(cost, 0), nullif(name, ''), greatest(cost, item_id), case when cost > 1 then name else 'n' end, cost between 1 and item_id from items
select x.total from xmltable('/a' passing (xml '<a/>') columns total int path 'b') as x
select c.name from items c tablesample system (10) repeatable (1) where c.cost > 0
select i.name from items i join transactions t using (item_id) for update of i skip locked
select name from items for no key update
select distinct name as n from items order by n
select a.item_id from items a join (transactions b join members c using (membership_id)) on a.item_id = b.item_id and c.membership_id = b.membership_id
select membership_id from members full join transactions using (membership_id)
select m.membership_id, t.membership_id from members m full join transactions t using (membership_id)
select 1 from items where (cost, name) in (select cost, name from items) and row(cost, name) = (1, 'a')
select sum(total_price) as spent, membership_id from transactions where status = 'completed' group by membership_id order by spent desc, membership_id limit :count
select * from items where name = :name and cost > :low::numeric and created_after(:since)
select "items".name, "Mixed"."Case Col", "Mixed"."end" from items, "Mixed"
select items.NAME, ITEMS.Cost from Items
select x from (select name from items) x
select s.* from (values (1, 'one')) as s(num, word) where num = 1
with x as materialized (select name from items), y as not materialized (select x.name from x) select y.* from y, x where x.name = y.name
with items as (select 1 as only_column) select only_column from items
select only_column from (with items as (select 1 as only_column) select * from items) q join items i on i.cost = only_column
select (select name), (select max(c.cost) from items c where c.name = items.name) from items
select name from items order by (select count(*) from transactions where item_id = items.item_id)
select exists (select 1 from members where membership_id = items.name) as known from items
select t.* from items i join lateral (select * from transactions where item_id = i.item_id order by created_at limit 3) t on i.cost > 0
select v.k, i.name from items i cross join lateral (values (i.cost), (i.item_id)) v(k)
select s, lower(s.name) from (select name from items) s
explain (costs off) select name from items
create view v as select name from items where cost > 1
select name collate "C" from items order by name collate "C" using >
select nullif(a.x, 0) from (select 1 as x union select 2) a
select i.item_id from items i where i.details @> '{}' and i.details #>> '{a,b}' = name
select cost::numeric(10,2), cast(name as varchar(10)), date '2020-01-01', interval '1' day, numeric '1' from items
select max(name) over (partition by manufacturer_id), lag(cost, 1) over (order by item_id) from items
select 1 as a, 2 as b order by a, b
select item_id a from items group by a having max(cost) > 1
select cost from items i where cost = any (select cost from items where manufacturer_id = i.manufacturer_id) or cost = all (array[1, 2])
insert into items (name) values ((select country from manufacturers limit 1))
select * from items i, generate_series(1, i.item_id) s(k) where k > i.cost
select json_agg(x) from (select name, cost from items) x
select sum(n) from (select count(*) from items) as s(n) where n > 0
select name from items where cost > (select avg(cost) from items i2 where i2.manufacturer_id = items.manufacturer_id)
select a.name, b.name from items a, items b where a.item_id < b.item_id and a.name = b.name
select m.* , i.name from manufacturers m left join items i on i.manufacturer_id = m.manufacturer_id and i.cost > 1 where i.item_id is null
select word_count(name) from items
select items.full_label from items
select item_id, count(*) from items, unnest(array[1,2]) as u where u > 1 group by item_id, u
select * from (select 1 as x) a, (select 2 as x) b where a.x < b.x
select name from items order by cost fetch first 3 rows with ties
table items order by ctid, items.name limit 3
select r.key, r.a, n from rows from (generate_series(1, 2), jsonb_each('{}')) as r(a), rows from (generate_series(1, 2)) as s(n)
select x.total, n from items, xmltable('/a' passing (xml '<a/>') columns total int path 'b', n for ordinality) as x where x.total > cost
select a.item_id, b.name, c.cost from items a cross join items b left join items c on c.item_id = a.item_id and b.item_id = c.item_id
select d.name from items a cross join items b join items c on c.item_id = a.item_id cross join items d join items e on e.item_id = a.item_id
