-- PostgreSQL 15

-- transaction
-- narrows_access
alter table public.a force row level security;
-- widens_access
alter table public.b disable row level security;
-- widens_access
alter table public.b no force row level security;
-- narrows_access
alter table public.c force row level security;
