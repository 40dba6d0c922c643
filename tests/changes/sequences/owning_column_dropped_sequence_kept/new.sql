create sequence public.codes;
create table public.items (id integer primary key);
