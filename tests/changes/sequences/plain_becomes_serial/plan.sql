-- PostgreSQL 15

-- transaction
create sequence public.items_id_seq as integer;
alter table public.items alter column id set default nextval('public.items_id_seq'::regclass);
alter sequence public.items_id_seq owned by public.items.id;
select setval('public.items_id_seq', max(id)) from public.items having max(id) > 0;
