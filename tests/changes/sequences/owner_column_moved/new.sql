create table public.items (id integer primary key, code integer, serial_number integer);
create sequence public.codes;
alter sequence public.codes owned by public.items.serial_number;
