-- PostgreSQL 15

-- transaction
alter view public.a reset (check_option);
alter view public.b set (check_option = 'cascaded');
