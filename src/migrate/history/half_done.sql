select pg_catalog.substr(r.key, 2)::pg_catalog.int4 as version, r.name,
       pg_catalog.count(b.ended_at)::pg_catalog.int4 as finished
from pgspec.runs r
join pgspec.batches b using (run_id)
where r.kind = 'migration'
  and r.ended_at is null
group by r.run_id
order by 1
