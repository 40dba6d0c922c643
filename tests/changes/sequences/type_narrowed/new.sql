create sequence public.numbers as smallint;
