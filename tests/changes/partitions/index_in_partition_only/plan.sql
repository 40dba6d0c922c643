-- PostgreSQL 15

-- outside of a transaction
CREATE INDEX CONCURRENTLY events_2026_what ON public.events_2026 USING btree (what) WHERE (what IS NOT NULL);
