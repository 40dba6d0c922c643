create table public.item (item text);
