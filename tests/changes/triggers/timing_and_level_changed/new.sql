create table public.items (id integer primary key, name text);
create function public.touched() returns trigger language plpgsql as 'begin return null; end';
create trigger touch after insert on public.items for each statement execute function public.touched();
