create sequence public.new_numbers;
create table public.items (id bigint primary key default nextval('public.new_numbers'));
