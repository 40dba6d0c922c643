create table public.items (id bigint generated always as identity (start with 100 increment by 10 minvalue 100 maxvalue 100000 cache 5 cycle) primary key);
