create type public.address as (street text, city text);
comment on column public.address.city is 'The town.';
