-- PostgreSQL 15

-- transaction
create conversion public.my_conversion for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;
