insert into public.tenants values (1);
insert into public.users values (1, 1);
insert into public.notes values (1, 1, 1);
