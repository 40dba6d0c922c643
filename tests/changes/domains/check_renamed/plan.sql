-- PostgreSQL 15

-- transaction
alter domain public.amount drop constraint amount_check;
-- depends_on_data
alter domain public.amount add constraint amount_positive CHECK ((VALUE > (0)::numeric));
