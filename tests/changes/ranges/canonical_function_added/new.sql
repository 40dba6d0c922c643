create type public.step_span;
create function public.canonical_step(public.step_span) returns public.step_span language internal immutable strict as 'int4range_canonical';
create type public.step_span as range (subtype = integer, canonical = public.canonical_step);
