create type public.state as enum ('open', 'closed');
create table public.issues (id integer primary key, state public.state not null default 'open');
