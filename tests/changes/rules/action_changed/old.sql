create table public.items (id integer primary key, name text);
create table public.log (what text);
create rule log_updates as on update to public.items do also insert into public.log values (new.name);
