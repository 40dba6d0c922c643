-- PostgreSQL 15

-- transaction
drop language my_language;
create trusted language my_language handler plpgsql_call_handler validator plpgsql_validator;
-- narrows_access
revoke usage on language my_language from public;
-- widens_access
grant usage on language my_language to chg_language_user;
