insert into public.queues values ('mail', false);
insert into public.jobs (queue, payload, run_at) values ('mail', '{"to": "a"}', '2026-01-01'), ('mail', '{"to": "b"}', '2026-01-02');
insert into public.job_log (job, state, note) values (1, 'queued', 'n');
