-- PostgreSQL 15

-- transaction
drop conversion public.my_conversion;
create default conversion public.my_conversion for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;
comment on conversion public.my_conversion is 'Mine.';
