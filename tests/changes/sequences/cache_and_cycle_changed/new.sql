create sequence public.numbers maxvalue 9999 cache 20 cycle;
