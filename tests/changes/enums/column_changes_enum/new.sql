create type public.old_state as enum ('open', 'closed');
create type public.new_state as enum ('closed', 'open', 'paused');
create table public.issues (id integer primary key, state public.new_state not null default 'open');
