select r.run_id::text as run, b.batch, b.sha256, b.ended_at is not null as ended
from pgspec.runs r
left join pgspec.batches b using (run_id)
where r.kind = $1
  and r.key = $2
  and r.ended_at is null
order by b.batch
