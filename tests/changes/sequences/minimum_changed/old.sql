create sequence public.numbers minvalue 1;
