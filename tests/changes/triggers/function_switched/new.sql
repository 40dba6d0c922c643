create table public.items (id integer primary key, name text);
create function public.stamped() returns trigger language plpgsql as 'begin new.name := ''x''; return new; end';
create trigger touch before update on public.items for each row execute function public.stamped();
