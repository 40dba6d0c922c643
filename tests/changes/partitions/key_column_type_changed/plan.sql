-- PostgreSQL 15

-- transaction
alter table public.users rename to users__old;
alter table public.users_1 rename to users_1__old;
create table public.users (
    id bigint not null,
    name text
) partition by RANGE (id);
create table public.users_1 partition of public.users FOR VALUES FROM ('0') TO ('1000');
-- depends_on_data
insert into public.users (id, name) overriding system value select id, name from public.users__old;
drop table public.users_1__old;
drop table public.users__old;
