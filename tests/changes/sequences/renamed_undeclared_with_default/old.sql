create sequence public.old_numbers;
create table public.items (id bigint primary key default nextval('public.old_numbers'));
