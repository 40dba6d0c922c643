create table public.a (id integer);
create table public.b (id integer);
create function public.touched() returns trigger language plpgsql as 'begin return new; end';
create trigger touch before insert on public.a for each row execute function public.touched();
