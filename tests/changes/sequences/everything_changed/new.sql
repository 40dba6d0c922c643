create sequence public.numbers as bigint increment by -5 minvalue -1000 maxvalue -1 start with -1 cache 1 no cycle;
