create table public.items (id integer primary key, name text);
create view public.names as select id, name from public.items;
create rule store as on insert to public.names do instead insert into public.items values (new.id, upper(new.name)) returning id, name;
create rule remove as on delete to public.names do instead delete from public.items where id = old.id;
