create table public.items (id bigint not null generated always as identity, name text);
