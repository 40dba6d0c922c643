create table public.tenants (id bigint primary key);
create table public.users (tenant bigint not null references public.tenants on delete cascade, id bigint not null, primary key (tenant, id)) partition by list (tenant);
create table public.users_1 partition of public.users for values in (1);
create table public.users_2 partition of public.users for values in (2);
create table public.notes (id integer primary key, tenant bigint, author bigint, foreign key (tenant, author) references public.users);
