create sequence public.numbers;
create table public.a (id bigint primary key default nextval('public.numbers'));
create table public.b (id bigint primary key default nextval('public.numbers'));
