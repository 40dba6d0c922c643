-- PostgreSQL 15

-- transaction
CREATE INDEX events_what ON ONLY public.events USING btree (what, at DESC);
create index events_2026_what_at_idx on only public.events_2026 USING btree (what, at DESC);

-- outside of a transaction
create index concurrently events_2026_a_what_at_idx on public.events_2026_a USING btree (what, at DESC);

-- transaction
alter index public.events_2026_what_at_idx attach partition public.events_2026_a_what_at_idx;
alter index public.events_what attach partition public.events_2026_what_at_idx;
