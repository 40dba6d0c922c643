create table public.items (id integer primary key, name text);
create function public.touched() returns trigger language plpgsql as 'begin return new; end';
create trigger touch before insert or update on public.items for each row execute function public.touched();
alter table public.items disable trigger touch;
comment on trigger touch on public.items is 'Stays off.';
