-- PostgreSQL 15

-- transaction
create event trigger watch on ddl_command_end when tag in ('CREATE TABLE', 'DROP TABLE') execute function public.watched();
