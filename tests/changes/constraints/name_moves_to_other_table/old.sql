create table public.a (x integer);
create table public.b (x integer);
alter table public.a add constraint shared_name unique (x);
