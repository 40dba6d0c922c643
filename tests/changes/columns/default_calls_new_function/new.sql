create function public.new_code() returns text language sql as 'select md5(random()::text)';
create table public.items (id integer primary key, code text default public.new_code());
