create table public.items (id bigserial primary key, name text);
