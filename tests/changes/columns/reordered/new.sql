create table public.items (c date, a integer primary key, b text);
