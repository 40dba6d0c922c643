create sequence public.codes;
create table public.items (id integer primary key, code integer default nextval('public.codes'));
alter sequence public.codes owned by public.items.code;
