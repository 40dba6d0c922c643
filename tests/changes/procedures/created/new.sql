create table public.items (id integer primary key);
create procedure public.add_item(id integer) language plpgsql as 'begin insert into public.items values (id); commit; end';
