create aggregate public.middle(order by double precision) (sfunc = ordered_set_transition, stype = internal, finalfunc = mode_final, finalfunc_extra);
