create type public.state as enum ('open', 'stale', 'closed');
create table public.issues (id integer primary key, state public.state not null);
alter table public.issues enable row level security;
create policy only_open on public.issues using (state = 'open');
create function public.touched() returns trigger language plpgsql as 'begin return new; end';
create trigger closing before update on public.issues for each row when (new.state = 'closed') execute function public.touched();
