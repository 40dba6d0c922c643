create type public.state as enum ('open', 'stale', 'closed');
create domain public.known_state as public.state not null default 'open' check (value <> 'closed');
create table public.issues (id integer primary key, state public.known_state);
