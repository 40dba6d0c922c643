create type public.nothing_yet as enum ('a');
