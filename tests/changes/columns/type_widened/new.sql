create table public.items (id integer primary key, count bigint not null default 1, code varchar(50), ratio double precision);
