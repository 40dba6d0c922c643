-- PostgreSQL 15

-- transaction
CREATE OR REPLACE FUNCTION public.stamped()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$begin new.name := 'x'; return new; end$function$;
CREATE OR REPLACE TRIGGER touch BEFORE UPDATE ON public.items FOR EACH ROW EXECUTE FUNCTION public.stamped();
-- breaks_clients
drop function public.touched();
