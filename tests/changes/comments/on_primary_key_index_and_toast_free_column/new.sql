create table public.items (id integer primary key, code text unique);
comment on index public.items_pkey is 'The index below the key.';
comment on index public.items_code_key is 'The index below the constraint.';
