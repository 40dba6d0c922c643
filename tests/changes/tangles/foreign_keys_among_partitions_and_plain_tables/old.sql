create table public.tenants (id integer primary key);
create table public.users (tenant integer not null references public.tenants, id integer not null, primary key (tenant, id)) partition by list (tenant);
create table public.users_1 partition of public.users for values in (1);
create table public.notes (id integer primary key, tenant integer, author integer, foreign key (tenant, author) references public.users);
