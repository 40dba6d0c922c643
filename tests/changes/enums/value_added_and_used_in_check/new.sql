create type public.state as enum ('open', 'closed', 'rejected');
create table public.issues (
    id integer primary key,
    state public.state not null,
    closed_on date,
    constraint issues_closed_on check (state not in ('closed', 'rejected') or closed_on is not null)
);
