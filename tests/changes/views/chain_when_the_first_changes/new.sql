create table public.items (id integer primary key, name text, price numeric);
create view public.a as select id, price, name from public.items;
create view public.b as select id, price from public.a;
create view public.c as select b.id, a.name from public.b join public.a using (id);
create materialized view public.d as select count(*) as count from public.c;
create index d_count on public.d (count);
create function public.first_of_c() returns public.c language sql stable as 'select * from public.c limit 1';
