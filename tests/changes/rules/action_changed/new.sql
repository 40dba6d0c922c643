create table public.items (id integer primary key, name text);
create table public.log (what text);
create rule log_updates as on update to public.items where old.name <> new.name do instead (insert into public.log values (old.name); insert into public.log values (new.name));
