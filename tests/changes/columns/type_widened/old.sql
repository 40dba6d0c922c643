create table public.items (id integer primary key, count smallint not null default 1, code varchar(10), ratio real);
