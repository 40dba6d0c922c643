create type public.job_state as enum ('queued', 'running', 'done', 'failed', 'lost');
create table public.queues (name text primary key, paused boolean default false);
create table public.jobs (id serial primary key, queue text not null references public.queues, state public.job_state not null default 'queued', payload json, tries smallint not null default 0, run_at timestamp default now());
create index jobs_ready on public.jobs (run_at) where state = 'queued';
create table public.job_log (job integer references public.jobs on delete cascade, at timestamp default now(), state public.job_state, note text);
create function public.take(wanted text) returns setof public.jobs language sql as 'select * from public.jobs where queue = wanted and state = ''queued'' limit 1';
create function public.log_state() returns trigger language plpgsql as 'begin insert into public.job_log (job, state) values (new.id, new.state); return null; end';
create trigger log_state after update of state on public.jobs for each row execute function public.log_state();
create view public.stuck as select id, queue from public.jobs where state = 'running' and run_at < now() - interval '1 hour';
