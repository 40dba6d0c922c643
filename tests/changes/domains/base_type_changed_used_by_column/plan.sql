-- PostgreSQL 15

-- transaction
alter table public.parts alter column code drop default;
alter domain public.code drop constraint code_check;
alter domain public.code rename to code__old;
create domain public.code as bigint;
-- depends_on_data
alter domain public.code add constraint code_check CHECK ((VALUE > 0));
-- depends_on_data
alter table public.parts alter column code type public.code using code::text::public.code;
alter table public.parts alter column code set default 7;
-- breaks_clients
drop domain public.code__old;
