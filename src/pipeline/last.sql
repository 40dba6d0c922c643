-- The last ten runs of each source and transform, the newest first.
select name, began_at, outcome, rows, extract(epoch from ended_at - began_at)::float8 as took
from (
    select name, began_at, ended_at, outcome,
           format('%s new, %s changed, %s gone', inserted, updated, deleted) as rows,
           row_number() over (partition by name order by run_id desc) as place
    from pgspec.transform_runs
    union all
    select source, began_at, ended_at, outcome, format('%s accepted, %s rejected', accepted, rejected),
           row_number() over (partition by source order by file_id desc)
    from pgspec.files
) as runs
where place <= 10
order by name, place
