-- PostgreSQL 15

-- transaction
comment on constraint items_pkey on public.items is 'The key.';
comment on constraint items_price on public.items is 'New.';
