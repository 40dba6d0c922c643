create function public.forbidden() returns event_trigger language plpgsql as 'begin raise exception ''no tables today''; end';
create event trigger no_tables on ddl_command_start when tag in ('CREATE TABLE') execute function public.forbidden();
