create sequence public.numbers start with 500;
create table public.items (id bigint primary key default nextval('public.numbers'), name text);
