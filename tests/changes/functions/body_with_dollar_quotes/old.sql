create function public.say() returns text language plpgsql as $outer$ begin return '$$'; end $outer$;
