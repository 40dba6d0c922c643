-- PostgreSQL 15

-- transaction
alter table public.events_2026 add constraint what__not_null check (what is not null) not valid;

-- transaction
-- depends_on_data
alter table public.events_2026 validate constraint what__not_null;

-- transaction
alter table public.events_2026 alter column what set not null;
alter table public.events_2026 drop constraint what__not_null;
alter table public.events_2026 add constraint events_2026_what CHECK ((what <> ''::text)) NOT VALID;

-- transaction
-- depends_on_data
alter table public.events_2026 validate constraint events_2026_what;
