create type public.not_yet;
