-- PostgreSQL 15

-- transaction
alter sequence public.codes owned by public.items.serial_number;
