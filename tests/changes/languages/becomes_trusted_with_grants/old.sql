create role chg_language_user;
create language my_language handler plpgsql_call_handler;
