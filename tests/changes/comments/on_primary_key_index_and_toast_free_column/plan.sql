-- PostgreSQL 15

-- transaction
comment on index public.items_code_key is 'The index below the constraint.';
comment on index public.items_pkey is 'The index below the key.';
