create sequence public.numbers cache 1 no cycle;
