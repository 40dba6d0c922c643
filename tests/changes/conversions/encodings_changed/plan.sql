-- PostgreSQL 15

-- transaction
drop conversion public.my_conversion;
create conversion public.my_conversion for 'UTF8' to 'LATIN1' from utf8_to_iso8859_1;
