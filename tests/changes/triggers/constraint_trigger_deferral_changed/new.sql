create table public.items (id integer primary key, name text);
create table public.parts (id integer primary key);
create function public.touched() returns trigger language plpgsql as 'begin return null; end';
create constraint trigger touch after insert on public.items from public.parts not deferrable for each row execute function public.touched();
