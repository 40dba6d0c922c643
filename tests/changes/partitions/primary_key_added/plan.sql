-- PostgreSQL 15

-- transaction
alter table only public.events add constraint events_pkey PRIMARY KEY (at, id);

-- outside of a transaction
-- depends_on_data
create unique index concurrently events_2026_pkey on public.events_2026 (at, id);

-- transaction
alter table public.events_2026 add constraint events_2026_pkey primary key using index events_2026_pkey;
alter index public.events_pkey attach partition public.events_2026_pkey;
