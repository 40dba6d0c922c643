create table public.issues (id integer primary key, state text not null default 'open' check (state in ('open', 'closed')));
