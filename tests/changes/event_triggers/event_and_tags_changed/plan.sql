-- PostgreSQL 15

-- transaction
drop event trigger watch;
create event trigger watch on ddl_command_end when tag in ('CREATE INDEX', 'ALTER TABLE') execute function public.watched();
