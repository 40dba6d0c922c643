create type public.address as (street text, city text);
comment on type public.address is 'Where somebody lives.';
