create type public.step as enum ('a', 'b', 'c', 'd', 'e');
