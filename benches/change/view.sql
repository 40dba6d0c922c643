create view {s}.v{n} as
select t.id, t.name, t.amount, t.state, p.name as parent_name, coalesce(t.updated_at, t.created_at) as changed_at,
       count(*) over (partition by t.parent_id) as siblings
from {s}.t{n} t
left join {s}.t{parent} p on p.id = t.parent_id
where t.state <> 'closed' and (t.amount > 0 or t.tags <> '{}');
