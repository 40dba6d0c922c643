create function public.watched() returns event_trigger language plpgsql as 'begin return; end';
create event trigger watch on sql_drop execute function public.watched();
