-- PostgreSQL 15

-- transaction
create language my_language handler plpgsql_call_handler inline plpgsql_inline_handler validator plpgsql_validator;
comment on language my_language is 'A language of our own.';
