create sequence public.numbers as smallint increment by 2 minvalue -10 maxvalue 10 start with 0 cache 3 cycle;
