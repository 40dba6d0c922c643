-- PostgreSQL 15

-- transaction
drop collation public.plain;
create collation public.plain (provider = icu, locale = 'en-US');
