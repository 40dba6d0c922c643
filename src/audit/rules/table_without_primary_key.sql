select r.object, 'has no primary key: a row cannot be named, nor replicated when it changes' as detail,
       format('ALTER TABLE %s ADD PRIMARY KEY (…)', r.name) as fix
from relation r
where r.relkind in ('r', 'p') and not r.partition
  and not exists (select from pg_constraint k where k.conrelid = r.oid and k.contype = 'p')
