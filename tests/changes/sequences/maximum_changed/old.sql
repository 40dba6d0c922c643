create sequence public.numbers maxvalue 100;
