create function public.watched() returns event_trigger language plpgsql as 'begin return; end';
create event trigger watch on ddl_command_start when tag in ('CREATE TABLE') execute function public.watched();
