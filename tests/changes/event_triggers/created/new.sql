create function public.watched() returns event_trigger language plpgsql as 'begin return; end';
create event trigger watch on ddl_command_end when tag in ('CREATE TABLE', 'DROP TABLE') execute function public.watched();
