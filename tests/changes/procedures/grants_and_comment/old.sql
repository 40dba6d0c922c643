create role chg_procedure_grants;
create procedure public.tidy() language sql as 'select';
grant execute on procedure public.tidy() to chg_procedure_grants;
