create table public.items (a integer, b text, c date, d numeric, e boolean default true);
