-- PostgreSQL 15

-- transaction
CREATE INDEX events_what ON ONLY public.events USING btree (what);
