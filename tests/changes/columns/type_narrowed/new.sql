create table public.items (id integer primary key, count smallint, code varchar(5), price numeric(6, 2));
