create table public.items (id integer primary key, code integer);
create sequence public.codes;
alter sequence public.codes owned by public.items.code;
