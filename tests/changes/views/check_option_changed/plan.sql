-- PostgreSQL 15

-- transaction
alter view public.cheap set (check_option = 'cascaded');
