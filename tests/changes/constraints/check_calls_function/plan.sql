-- PostgreSQL 15

-- transaction
CREATE OR REPLACE FUNCTION public.is_code(candidate text)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE
AS $function$begin return candidate ~ '^[a-z]+$'; end$function$;
alter table public.items add constraint items_code CHECK (public.is_code(code)) NOT VALID;

-- transaction
-- depends_on_data
alter table public.items validate constraint items_code;
