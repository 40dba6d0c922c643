create table public.users (id integer not null, name text) partition by range (id);
create table public.users_1 partition of public.users for values from (0) to (1000);
