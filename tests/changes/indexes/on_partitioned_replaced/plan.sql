-- PostgreSQL 15

-- transaction
drop index public.events_what;
CREATE INDEX events_what ON public.events USING btree (what DESC, at);
comment on index public.events_what is 'What happened.';
