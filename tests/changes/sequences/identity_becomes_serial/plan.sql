-- PostgreSQL 15

-- transaction
alter sequence public.items_id_seq rename to items_id_seq__old;
create sequence public.items_id_seq as integer;
select setval('public.items_id_seq', last_value, is_called) from public.items_id_seq__old;
alter table public.items alter column id drop identity;
alter table public.items alter column id set default nextval('public.items_id_seq'::regclass);
alter sequence public.items_id_seq owned by public.items.id;
