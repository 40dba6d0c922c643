create type public.state as enum ('open', 'stale', 'closed');
create table public.issues (
    id integer primary key,
    state public.state not null,
    constraint issues_state check (state >= 'open')
);
create index issues_open on public.issues (id) where state = 'open';
create unique index issues_state_id on public.issues (state desc, id);
