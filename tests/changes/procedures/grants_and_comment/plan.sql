-- PostgreSQL 15

-- transaction
-- narrows_access
revoke execute on procedure public.tidy() from public;
-- narrows_access
revoke execute on procedure public.tidy() from chg_procedure_grants;
comment on procedure public.tidy() is 'Sweeps.';
