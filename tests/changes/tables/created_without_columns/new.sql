create table public.nothing ();
