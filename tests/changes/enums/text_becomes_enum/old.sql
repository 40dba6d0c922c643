create table public.issues (id integer primary key, state text not null default 'open');
create index issues_state on public.issues (state);
