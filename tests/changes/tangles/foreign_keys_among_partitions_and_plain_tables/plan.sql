-- PostgreSQL 15

-- transaction
alter table public.users_1 rename to users_1__old;
alter table public.notes drop constraint notes_tenant_author_fkey;
alter table public.users drop constraint users_pkey;
alter table public.users drop constraint users_tenant_fkey;
alter table public.users rename to users__old;
create table public.users (
    tenant bigint not null,
    id bigint not null,
    constraint users_pkey PRIMARY KEY (tenant, id)
) partition by LIST (tenant);
create table public.users_1 partition of public.users FOR VALUES IN ('1');
create table public.users_2 partition of public.users FOR VALUES IN ('2');
alter table public.notes alter column author type bigint, alter column tenant type bigint;
alter table public.tenants alter column id type bigint;
-- depends_on_data
insert into public.users (tenant, id) overriding system value select tenant, id from public.users__old;
-- depends_on_data
alter table public.users add constraint users_tenant_fkey FOREIGN KEY (tenant) REFERENCES public.tenants(id) ON DELETE CASCADE;
drop table public.users_1__old;
drop table public.users__old;
alter table public.notes add constraint notes_tenant_author_fkey FOREIGN KEY (tenant, author) REFERENCES public.users(tenant, id) NOT VALID;

-- transaction
-- depends_on_data
alter table public.notes validate constraint notes_tenant_author_fkey;
