create sequence public.numbers no maxvalue;
