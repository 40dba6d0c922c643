create role chg_procedure_grants;
create procedure public.tidy() language sql as 'select';
revoke all on procedure public.tidy() from public;
comment on procedure public.tidy() is 'Sweeps.';
