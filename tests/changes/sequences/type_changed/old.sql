create sequence public.numbers as integer;
