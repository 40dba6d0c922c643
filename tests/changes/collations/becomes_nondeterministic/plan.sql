-- PostgreSQL 15

-- transaction
drop collation public.ignore_case;
create collation public.ignore_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
comment on collation public.ignore_case is 'A is a.';
