create table public.items (id integer primary key, name text);
create view public.names as select id, name from public.items;
create function public.store() returns trigger language plpgsql as 'begin insert into public.items values (new.id, new.name); return new; end';
create trigger store instead of insert or update on public.names for each row execute function public.store();
