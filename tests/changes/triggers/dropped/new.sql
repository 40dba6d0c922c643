create table public.items (id integer primary key, name text);
create function public.touched() returns trigger language plpgsql as 'begin return new; end';
