create table public.a (id integer);
create table public.b (id integer);
create table public.c (id integer);
alter table public.a enable row level security;
alter table public.a force row level security;
alter table public.c force row level security;
