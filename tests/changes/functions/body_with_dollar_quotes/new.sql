create function public.say() returns text language plpgsql as $function$ begin return $body$ it's $$ $body$; end $function$;
