create type public.state as enum ('open', 'stale', 'closed');
create table public.issues (
    id integer primary key,
    state public.state not null,
    is_open boolean generated always as (state = 'open') stored
);
