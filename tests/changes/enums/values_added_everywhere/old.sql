create type public.step as enum ('b', 'd');
