-- PostgreSQL 15

-- transaction
drop view public.count_of_open;
drop view public.open_issues;
alter type public.state rename to state__old;
create type public.state as enum ('open', 'closed');
-- depends_on_data
alter table public.issues alter column state type public.state using state::text::public.state;
create view public.open_issues as
 SELECT issues.id,
    issues.state
   FROM public.issues
  WHERE (issues.state = 'open'::public.state);
create view public.count_of_open as
 SELECT count(*) AS count
   FROM public.open_issues;
-- breaks_clients
drop type public.state__old;
