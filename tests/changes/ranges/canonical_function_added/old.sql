create type public.step_span;
create type public.step_span as range (subtype = integer);
