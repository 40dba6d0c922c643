-- PostgreSQL 15

-- transaction
comment on type public.address is null;
comment on column public.address.city is 'The town.';
