create table public.address (street text, city text);
