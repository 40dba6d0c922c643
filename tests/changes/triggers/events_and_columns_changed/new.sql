create table public.items (id integer primary key, name text, price numeric);
create function public.touched() returns trigger language plpgsql as 'begin return new; end';
create trigger touch before insert or update of price, name or delete on public.items for each row execute function public.touched();
