-- PostgreSQL 15

-- transaction
alter domain public.amount drop constraint amount_range;
-- depends_on_data
alter domain public.amount add constraint amount_range CHECK (((VALUE >= (0)::numeric) AND (VALUE <= (1000000)::numeric)));
