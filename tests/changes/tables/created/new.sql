create table public.items (id integer primary key, name text not null, price numeric(10, 2) default 0 check (price >= 0));
