-- PostgreSQL 15

-- transaction
alter sequence public.items_id_seq rename to item_numbers;
