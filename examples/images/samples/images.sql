-- An image every two hours of the last ten days, so that the purge finds some that are too old.
insert into archive.images (image_id, ring, uploaded_at, source, uploaded_by, file_name, object_key, bytes, sha256)
select md5(n::text)::uuid,
       ((uploaded_at at time zone 'UTC')::date - date '2000-01-01') % 8,
       uploaded_at,
       case when n % 3 = 0 then 'stream' else 'api' end::archive.source,
       format('customer%s@example.org', n % 7),
       format('image_%s.jpg', n),
       format('sample/%s', n),
       20000 + (n * 7919) % 900000,
       encode(sha256(n::text::bytea), 'hex')
from (select n, now() - n * interval '2 hours' - interval '1 minute' as uploaded_at from generate_series(0, 119) as n) as hours;

insert into archive.results (image_id, ring, step, label, confidence, finished_at)
select image_id, ring, 'labels-3', (array['garden', 'street', 'portrait', 'document'])[1 + bytes % 4], 0.5 + (bytes % 500) / 1000.0, uploaded_at + interval '40 seconds'
from archive.images
where source = 'api';
