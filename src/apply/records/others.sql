select r.kind, r.key, r.name, r.begun_at::text as begun, r.begun_by, exists (
           select from pgspec.batches b where b.run_id = r.run_id
       ) as has_batches
from pgspec.runs r
where r.ended_at is null
  and not (r.kind = $1 and r.key = $2)
order by r.run_id
