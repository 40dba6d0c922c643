create role chg_language_user;
create trusted language my_language handler plpgsql_call_handler validator plpgsql_validator;
grant usage on language my_language to chg_language_user;
revoke usage on language my_language from public;
