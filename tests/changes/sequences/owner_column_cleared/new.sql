create table public.items (id integer primary key, code integer);
create sequence public.codes;
