create type public.state as enum ('new', 'open', 'closed');
create domain public.live_state as public.state check (value <> 'closed');
create type public.mark as (state public.state, at date);
create table public.issues (
    id integer primary key,
    state public.state not null default 'new',
    was public.state[] default array['new']::public.state[],
    live public.live_state,
    last public.mark,
    open boolean generated always as (state = 'open') stored,
    constraint issues_state check (state in ('new', 'open', 'closed'))
);
create index issues_by_state on public.issues (state) where state <> 'closed';
create function public.next_state(state public.state) returns public.state language sql immutable as 'select case state when ''new'' then ''open'' else ''closed'' end::public.state';
create view public.by_state as select state, count(*) as count, public.next_state(state) as next from public.issues group by state;
create materialized view public.open_issues as select id, state from public.issues where state = 'open';
create unique index open_issues_id on public.open_issues (id);
alter table public.issues enable row level security;
create policy not_closed on public.issues using (state <> 'closed');
create function public.moved() returns trigger language plpgsql as 'begin return new; end';
create trigger moved before update of state on public.issues for each row when (new.state > old.state) execute function public.moved();
