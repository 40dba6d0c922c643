create table public.items (id integer primary key, name text);
create table public.log (name text);
create rule keep_names as on insert to public.items do also insert into public.log values (new.name);
