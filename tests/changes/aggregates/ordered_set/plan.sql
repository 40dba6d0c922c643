-- PostgreSQL 15

-- transaction
-- breaks_clients
drop aggregate public.middle(double precision);
create or replace aggregate public.middle(double precision ORDER BY anyelement) (sfunc = ordered_set_transition, stype = internal, finalfunc = percentile_disc_final, finalfunc_extra);
