-- PostgreSQL 15

-- transaction
-- narrows_access
revoke usage on type public.mood from public;
-- widens_access
grant execute on function public.answer() to public;
-- narrows_access
revoke select on table public.items from public;
-- widens_access
grant update (name) on table public.items to public;
