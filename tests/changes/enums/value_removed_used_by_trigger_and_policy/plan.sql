-- PostgreSQL 15

-- transaction
drop policy only_open on public.issues;
drop trigger closing on public.issues;
alter type public.state rename to state__old;
create type public.state as enum ('open', 'closed');
-- depends_on_data
alter table public.issues alter column state type public.state using state::text::public.state;
CREATE TRIGGER closing BEFORE UPDATE ON public.issues FOR EACH ROW WHEN ((new.state = 'closed'::public.state)) EXECUTE FUNCTION public.touched();
-- widens_access
create policy only_open on public.issues for all to public using ((state = 'open'::public.state));
-- breaks_clients
drop type public.state__old;
