-- PostgreSQL 15

-- transaction
CREATE OR REPLACE FUNCTION public.is_code(candidate text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
RETURN (candidate ~ '^[a-z]+$'::text);
-- depends_on_data
alter domain public.code add constraint code_check CHECK (public.is_code(VALUE));
