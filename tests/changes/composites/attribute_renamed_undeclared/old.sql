create type public.address as (street text, town text);
