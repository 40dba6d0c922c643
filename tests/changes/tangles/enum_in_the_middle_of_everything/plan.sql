-- PostgreSQL 15

-- transaction
alter domain public.live_state drop constraint live_state_check;
alter domain public.live_state rename to live_state__old;
alter type public.mark rename to mark__old;
drop policy not_closed on public.issues;
drop trigger moved on public.issues;
drop index public.issues_by_state;
alter table public.issues drop constraint issues_state;
drop materialized view public.open_issues;
drop view public.by_state;
alter table public.issues alter column state drop default;
alter table public.issues alter column was drop default;
alter table public.issues drop column open;
drop function public.next_state(public.state);
alter type public.state rename to state__old;
create type public.state as enum ('new', 'open', 'closed');
create domain public.live_state as public.state;
create type public.mark as (state public.state, at date);
-- depends_on_data
alter domain public.live_state add constraint live_state_check CHECK ((VALUE <> 'closed'::public.state));
-- depends_on_data
alter table public.issues alter column last type public.mark using last::text::public.mark, alter column live type public.live_state using live::text::public.live_state, alter column state type public.state using state::text::public.state, alter column was type public.state[] using was::text::public.state[];
alter table public.issues add column open boolean generated always as ((state = 'open'::public.state)) stored;
CREATE OR REPLACE FUNCTION public.next_state(state public.state)
 RETURNS public.state
 LANGUAGE sql
 IMMUTABLE
AS $function$select case state when 'new' then 'open' else 'closed' end::public.state$function$;
alter table public.issues alter column state set default 'new'::public.state;
alter table public.issues alter column was set default ARRAY['new'::public.state];
create view public.by_state as
 SELECT issues.state,
    count(*) AS count,
    public.next_state(issues.state) AS next
   FROM public.issues
  GROUP BY issues.state;
create materialized view public.open_issues as
 SELECT issues.id,
    issues.state
   FROM public.issues
  WHERE (issues.state = 'open'::public.state);
CREATE UNIQUE INDEX open_issues_id ON public.open_issues USING btree (id);
CREATE TRIGGER moved BEFORE UPDATE OF state ON public.issues FOR EACH ROW WHEN ((new.state > old.state)) EXECUTE FUNCTION public.moved();
-- widens_access
create policy not_closed on public.issues for all to public using ((state <> 'closed'::public.state));
-- breaks_clients
drop domain public.live_state__old;
-- breaks_clients
drop type public.mark__old;
-- breaks_clients
drop type public.state__old;
alter table public.issues add constraint issues_state CHECK ((state = ANY (ARRAY['new'::public.state, 'open'::public.state, 'closed'::public.state]))) NOT VALID;

-- transaction
-- depends_on_data
alter table public.issues validate constraint issues_state;

-- outside of a transaction
CREATE INDEX CONCURRENTLY issues_by_state ON public.issues USING btree (state) WHERE (state <> 'closed'::public.state);
