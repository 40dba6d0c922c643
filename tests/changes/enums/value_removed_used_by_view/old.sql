create type public.state as enum ('open', 'stale', 'closed');
create table public.issues (id integer primary key, state public.state not null);
create view public.open_issues as select id, state from public.issues where state = 'open';
create view public.count_of_open as select count(*) as count from public.open_issues;
