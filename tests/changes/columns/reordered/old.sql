create table public.items (a integer primary key, b text, c date);
