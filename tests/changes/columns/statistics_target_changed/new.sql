create table public.items (id integer primary key, body text, note text, code text);
alter table public.items alter column body set statistics 1000, alter column code set statistics 0;
