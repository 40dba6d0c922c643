create sequence public.numbers as bigint;
