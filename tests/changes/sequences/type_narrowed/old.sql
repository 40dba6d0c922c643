create sequence public.numbers;
