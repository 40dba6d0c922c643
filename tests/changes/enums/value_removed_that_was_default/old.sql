create type public.state as enum ('stale', 'open', 'closed');
create table public.issues (id integer primary key, state public.state not null default 'stale');
