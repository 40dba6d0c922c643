create table public.items (id integer primary key, name varchar(20));
create table public.log (name varchar(20));
create rule keep_names as on insert to public.items do also insert into public.log values (new.name);
