create table public.items (id bigint not null, name text);
