-- PostgreSQL 15

-- transaction
alter table public.people alter column mood drop default;
create type types.mood as enum ('sad', 'ok');
-- depends_on_data, breaks_clients
alter table public.people alter column mood type types.mood using mood::text::types.mood;
-- breaks_clients
drop type public.mood;
alter table public.people alter column mood set default 'ok'::types.mood;
