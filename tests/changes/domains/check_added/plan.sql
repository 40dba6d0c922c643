-- PostgreSQL 15

-- transaction
-- depends_on_data
alter domain public.amount add constraint amount_positive CHECK ((VALUE > (0)::numeric));
