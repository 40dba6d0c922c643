create table public.items (id integer primary key, name text, price numeric);
create function public.touched() returns trigger language plpgsql as 'begin return new; end';
create trigger touch before update of name on public.items for each row execute function public.touched();
create trigger cut after truncate on public.items execute function public.touched();
