create table public.users (id bigint not null, name text) partition by hash (id);
create table public.users_0 partition of public.users for values with (modulus 3, remainder 0);
create table public.users_1 partition of public.users for values with (modulus 3, remainder 1);
create table public.users_2 partition of public.users for values with (modulus 3, remainder 2);
