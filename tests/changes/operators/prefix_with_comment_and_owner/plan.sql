-- PostgreSQL 15

-- transaction
alter operator public.!! (none, text) owner to chg_operator_owner;
comment on operator public.!! (none, text) is 'Shouts.';
