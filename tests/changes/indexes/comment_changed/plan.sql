-- PostgreSQL 15

-- transaction
comment on index public.items_name is 'New.';
