create table public.items (id integer primary key, name text);
create table public.log (what text);
create rule log_inserts as on insert to public.items do also insert into public.log values (new.name);
