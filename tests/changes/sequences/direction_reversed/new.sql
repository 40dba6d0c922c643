create sequence public.numbers increment by -1;
