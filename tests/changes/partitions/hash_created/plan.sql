-- PostgreSQL 15

-- transaction
create table public.users (
    id bigint not null,
    name text
) partition by HASH (id);
create table public.users_0 partition of public.users FOR VALUES WITH (modulus 3, remainder 0);
create table public.users_1 partition of public.users FOR VALUES WITH (modulus 3, remainder 1);
create table public.users_2 partition of public.users FOR VALUES WITH (modulus 3, remainder 2);
