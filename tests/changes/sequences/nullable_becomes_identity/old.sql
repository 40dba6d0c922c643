create table public.items (id bigint, name text);
