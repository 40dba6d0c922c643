create table public.items (id integer primary key, name text);
create rule guard as on update to public.items do instead nothing;
