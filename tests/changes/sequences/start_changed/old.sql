create sequence public.numbers start with 1;
