create function public.watched() returns event_trigger language plpgsql as 'begin return; end';
