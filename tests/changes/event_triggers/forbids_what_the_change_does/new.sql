create function public.forbidden() returns event_trigger language plpgsql as 'begin raise exception ''no tables today''; end';
create table public.items (id integer primary key);
