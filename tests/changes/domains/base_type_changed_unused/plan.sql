-- PostgreSQL 15

-- transaction
drop domain public.code;
create domain public.code as text;
-- depends_on_data
alter domain public.code add constraint code_check CHECK ((length(VALUE) > 2));
