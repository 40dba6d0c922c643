create sequence public.numbers minvalue 0 start with 1;
