-- PostgreSQL 15

-- transaction
drop trigger log_state on public.jobs;
drop index public.jobs_ready;
alter table public.jobs drop constraint jobs_queue_fkey;
drop view public.stuck;
alter table public.job_log alter column at drop default;
alter table public.jobs alter column id drop default;
alter table public.jobs alter column run_at drop default;
alter table public.jobs alter column state drop default;
alter type public.job_state rename to job_state__old;
alter table public.jobs alter column tries drop default;
-- breaks_clients
drop function public.take(text);
create type public.job_state as enum ('queued', 'running', 'done', 'failed');
alter sequence public.jobs_id_seq as bigint minvalue 1 maxvalue 9223372036854775807;
-- depends_on_data, breaks_clients
alter table public.job_log alter column at type timestamp with time zone, alter column job type bigint, alter column state type public.job_state using state::text::public.job_state;
-- depends_on_data
alter table public.jobs alter column id type bigint, alter column state type public.job_state using state::text::public.job_state;
CREATE OR REPLACE FUNCTION public.log_state()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$begin insert into public.job_log (job, state) select id, state from changed; return null; end$function$;
alter table public.jobs alter column tries type integer;
alter table public.jobs add column finished_at timestamp with time zone;
CREATE OR REPLACE PROCEDURE public.finish(IN job bigint, IN result public.job_state)
 LANGUAGE sql
BEGIN ATOMIC
 UPDATE public.jobs SET state = finish.result, finished_at = now()
   WHERE (jobs.id = finish.job);
END;
alter table public.queues add column workers integer default 1 not null;
alter table public.job_log alter column at set default now();
alter table public.jobs alter column id set default nextval('public.jobs_id_seq'::regclass);
alter table public.jobs alter column state set default 'queued'::public.job_state;
alter table public.jobs alter column tries set default 0;
create view public.queue_sizes as
 SELECT jobs.queue,
    jobs.state,
    count(*) AS count
   FROM public.jobs
  GROUP BY jobs.queue, jobs.state;
CREATE TRIGGER log_state AFTER UPDATE ON public.jobs REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.log_state();
-- breaks_clients
drop type public.job_state__old;
-- depends_on_data, breaks_clients
alter table public.jobs alter column payload type jsonb;

-- transaction
-- rewrites_table
update public.jobs set payload = '{}'::jsonb where payload is null;

-- transaction
alter table public.jobs add constraint payload__not_null check (payload is not null) not valid;

-- transaction
-- depends_on_data
alter table public.jobs validate constraint payload__not_null;

-- transaction
alter table public.jobs alter column payload set not null;
alter table public.jobs drop constraint payload__not_null;
alter table public.jobs alter column payload set default '{}'::jsonb;
-- depends_on_data, breaks_clients
alter table public.jobs alter column run_at type timestamp with time zone;
alter table public.jobs add constraint run_at__not_null check (run_at is not null) not valid;

-- transaction
-- depends_on_data
alter table public.jobs validate constraint run_at__not_null;

-- transaction
alter table public.jobs alter column run_at set not null;
alter table public.jobs drop constraint run_at__not_null;
CREATE OR REPLACE FUNCTION public.take(wanted text, count integer DEFAULT 1)
 RETURNS SETOF public.jobs
 LANGUAGE sql
AS $function$select * from public.jobs where queue = wanted and state = 'queued' order by run_at limit count for update skip locked$function$;
alter table public.jobs alter column run_at set default now();
-- breaks_clients
create view public.stuck as
 SELECT jobs.id,
    jobs.queue,
    (now() - jobs.run_at) AS since
   FROM public.jobs
  WHERE ((jobs.state = 'running'::public.job_state) AND (jobs.run_at < (now() - '01:00:00'::interval)));

-- transaction
-- rewrites_table
update public.queues set paused = false where paused is null;

-- transaction
alter table public.queues add constraint paused__not_null check (paused is not null) not valid;

-- transaction
-- depends_on_data
alter table public.queues validate constraint paused__not_null;

-- transaction
alter table public.queues alter column paused set not null;
alter table public.queues drop constraint paused__not_null;
alter table public.jobs add constraint jobs_finished CHECK (((state = ANY (ARRAY['done'::public.job_state, 'failed'::public.job_state])) = (finished_at IS NOT NULL))) NOT VALID;

-- transaction
-- depends_on_data
alter table public.jobs validate constraint jobs_finished;
alter table public.jobs add constraint jobs_queue_fkey FOREIGN KEY (queue) REFERENCES public.queues(name) ON UPDATE CASCADE NOT VALID;

-- transaction
-- depends_on_data
alter table public.jobs validate constraint jobs_queue_fkey;
alter table public.queues add constraint queues_workers_check CHECK ((workers > 0)) NOT VALID;

-- transaction
-- depends_on_data
alter table public.queues validate constraint queues_workers_check;

-- outside of a transaction
CREATE INDEX CONCURRENTLY jobs_payload ON public.jobs USING gin (payload jsonb_path_ops);

-- outside of a transaction
CREATE INDEX CONCURRENTLY jobs_ready ON public.jobs USING btree (queue, run_at) WHERE (state = 'queued'::public.job_state);
