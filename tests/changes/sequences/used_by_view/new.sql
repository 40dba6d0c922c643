create sequence public.numbers;
create view public.current_number as select last_value from public.numbers;
