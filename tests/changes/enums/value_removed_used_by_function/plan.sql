-- PostgreSQL 15

-- transaction
drop function public.all_states();
drop function public.first_state();
drop function public.is_open(public.state);
drop type public.state;
create type public.state as enum ('open', 'closed');
CREATE OR REPLACE FUNCTION public.all_states()
 RETURNS SETOF public.state
 LANGUAGE sql
AS $function$select unnest(enum_range(null::public.state))$function$;
CREATE OR REPLACE FUNCTION public.first_state()
 RETURNS public.state
 LANGUAGE sql
 IMMUTABLE
RETURN 'open'::public.state;
CREATE OR REPLACE FUNCTION public.is_open(state public.state)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$select state = 'open'$function$;
