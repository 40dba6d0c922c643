-- PostgreSQL 15

-- transaction
alter table public.users detach partition public.users_1;
-- depends_on_data
alter table public.users attach partition public.users_1 FOR VALUES WITH (modulus 4, remainder 1);
create table public.users_3 partition of public.users FOR VALUES WITH (modulus 4, remainder 3);
