create table public.other (size integer);
